"""Reports for leadership and residents: run folders to self-contained pages in Finnish, Swedish and English.

    make.py            the story: runs -> view models -> pages on disk
    runs, names        run folders read and judged; what ids are called in the language
    words, words/      the catalogues and the numbers and dates of the language
    figures            what several sections show: indicators, trips, hosting today and in the plan
    headline           the first screen
    atlas/             the map: projection, cells, borders, layers, drawing
    charts             charts, each with its table
    sections/          the tables below
    municipalities     the pages for residents
    page, templates/   pages from templates, with their content-security policy
    vendor/            the zoom library, as its packages ship it
"""
