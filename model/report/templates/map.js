"use strict";
(() => {
  const picture = document.getElementById("picture");
  if (!picture) return;
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const world = d3.select("#world");
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const write = new Intl.NumberFormat(data.locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });

  // Zoom and pan: two fingers, drag with the mouse, Ctrl and wheel, buttons, keys. One finger and the bare wheel scroll the page.
  const zoom = d3.zoom()
    .scaleExtent([1, 24])
    .translateExtent([[0, 0], [width, height]])
    .filter((event) => event.type === "wheel" ? event.ctrlKey : event.touches ? event.touches.length > 1 : !event.button)
    .on("zoom", ({ transform }) => {
      world.attr("transform", transform);
      picture.style.setProperty("--k", transform.k);
    });
  const map = d3.select(picture).call(zoom).on("dblclick.zoom", null);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const moving = () => still ? map : map.transition().duration(200);
  const frame = document.getElementById("frame");
  const all = () => moving().call(zoom.transform, d3.zoomIdentity);
  const scale = (factor) => moving().call(zoom.scaleBy, factor);
  const pan = (x, y) => moving().call(zoom.translateBy, x * width / 10, y * height / 10);
  frame.querySelector(".zoom").hidden = false;
  document.querySelector(".keys").hidden = false;
  document.getElementById("zoom-in").addEventListener("click", () => scale(1.8));
  document.getElementById("zoom-out").addEventListener("click", () => scale(1 / 1.8));
  document.getElementById("zoom-all").addEventListener("click", all);
  const keys = {
    "+": () => scale(1.8), "-": () => scale(1 / 1.8), "0": all, ArrowLeft: () => pan(1, 0), ArrowRight: () => pan(-1, 0),
    ArrowUp: () => pan(0, 1), ArrowDown: () => pan(0, -1)
  };
  frame.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });

  // An area's services: chosen from the list, or pointed at on the map.
  const choose = document.getElementById("choose");
  const answer = document.getElementById("answer");
  const groups = new Map();
  data.areas.forEach(([name, municipality], place) => {
    if (!groups.has(municipality)) groups.set(municipality, []);
    groups.get(municipality).push([name, place]);
  });
  for (const municipality of [...groups.keys()].sort((a, b) => a.localeCompare(b, data.locale))) {
    const group = document.createElement("optgroup");
    group.label = municipality;
    for (const [name, place] of groups.get(municipality).sort((a, b) => a[0].localeCompare(b[0], data.locale)))
      group.append(new Option(name, place));
    choose.append(group);
  }
  document.getElementById("ask").hidden = false;

  const element = (name, text, parent) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const minutes = (tenths) => tenths < 0 ? "–" : write.format(tenths / 10);
  const site = (number) => number < 0 ? "–" : data.sites[number];

  function tell(place) {
    picture.querySelectorAll(".areas .on").forEach((path) => path.classList.remove("on"));
    answer.replaceChildren();
    if (place === "") return;
    const [name, municipality, children] = data.areas[place];
    document.getElementById("a" + place).classList.add("on");
    element("h4", `${name}, ${municipality}`, answer);
    element("p", `${children} ${data.words.children}`, answer);
    const table = element("table", undefined, answer);
    const head = element("tr", undefined, element("thead", undefined, table));
    const before = data.trips.some((networks) => networks.length > 1);
    const titles = before ? [data.words.service, data.words.siteToday, data.words.sitePlan, "min"] : [data.words.service, data.words.siteToday, "min"];
    titles.forEach((title) => element("th", title, head).scope = "col");
    const body = element("tbody", undefined, table);
    data.services.forEach((service, k) => {
      const networks = data.trips[k];
      if (networks.every(([time, sites]) => time[place] < 0 && sites[place] < 0)) return;
      const row = element("tr", undefined, body);
      element("th", service, row).scope = "row";
      const places = networks.map(([, sites]) => site(sites[place]));
      if (before) { element("td", places[0], row); element("td", places[1] === places[0] ? "=" : places[1], row); }
      else element("td", places[0], row);
      element("td", networks.map(([time]) => minutes(time[place])).join(" → "), row);
    });
  }
  choose.addEventListener("change", () => tell(choose.value));
  picture.querySelector(".areas").addEventListener("click", ({ target }) => {
    if (!target.id) return;
    choose.value = target.id.slice(1);
    tell(choose.value);
  });
})();
