"""The map: areas coloured by minutes, sites by tier, mode and staff, lines from areas to sites; today, plan and difference.

    projection.py  WGS84 to ETRS-TM35FIN to the canvas        borders.py  municipal borders of the case, or schematic ones
    cells.py       an area's cell round its point             classes.py  classes of minutes and their colours
    states.py      what each service and view shows           drawing.py  paths, symbols and texts of the picture
"""
