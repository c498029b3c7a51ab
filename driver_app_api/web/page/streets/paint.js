// How streets look: few things, and those that a driver steers by, strong enough for the sun. Tiles may be
// Protomaps' or OpenMapTiles'; either has its own names for the same things.

const LIGHT = {
  ground: "#eceff0",
  green: "#cfe6c6",
  water: "#9ccbf0",
  built: "#d3d8da",
  path: "#8b9794",
  rail: "#6b7673",
  edge: "#7d8986",
  roads: ["#ffffff", "#ffffff", "#ffe08a", "#ffb257"],
  ink: "#0d1b18",
  inkOfWater: "#0a3f78",
  halo: "#ffffff",
};
const DARK = {
  ground: "#10171a",
  green: "#173223",
  water: "#0f3a5c",
  built: "#20292d",
  path: "#64736f",
  rail: "#55615e",
  edge: "#05090a",
  roads: ["#48585c", "#5d6e73", "#8f7a2e", "#a8642a"],
  ink: "#f2f7f5",
  inkOfWater: "#a9d4ff",
  halo: "#10171a",
};

/** Service roads, streets, main roads, motorways; railways and foot-paths are none of them. */
const RANKS = [
  ["service", "track", "alley", "raceway", "busway", "bus_guideway"],
  ["minor", "minor_road", "residential", "unclassified", "tertiary", "tertiary_link", "living_street", "road"],
  ["major_road", "medium_road", "primary", "primary_link", "secondary", "secondary_link"],
  ["highway", "motorway", "motorway_link", "trunk", "trunk_link"],
];
const RANK = new Map(RANKS.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank])));
/** Widths on the screen, by zoom. */
const WIDTHS = [
  [[14, 1], [16, 4], [18, 11], [20, 36]],
  [[11, 0.6], [13, 1.6], [16, 7], [18, 18], [20, 56]],
  [[8, 0.8], [12, 2.6], [16, 10], [18, 24], [20, 72]],
  [[6, 1], [10, 2.4], [13, 4.5], [16, 12], [18, 27], [20, 80]],
];
const FROM = [14, 11, 8, 5];
const GREEN = new Set(
  "park forest wood grass grassland nature_reserve cemetery garden golf_course meadow scrub recreation_ground village_green pitch playground".split(" "),
);
const PATHS = new Set(["path", "pedestrian", "footway"]);
const RAILS = new Set(["rail"]);
const TOWNS = new Set(["city", "town", "locality"]);
const HOODS = new Set(["village", "suburb", "neighbourhood", "quarter", "hamlet", "macrohood"]);

const kindsOf = ({ props }) => [props.kind_detail, props.class, props.kind, props["pmap:kind"], props.subclass];
const rankOf = (feature) => {
  for (const kind of kindsOf(feature)) if (RANK.has(kind)) return RANK.get(kind);
  return null;
};
const isOf = (set) => (_zoom, feature) => kindsOf(feature).some((kind) => set.has(kind));
const [POINT, LINE, POLYGON] = [1, 2, 3];
const isShape = (shape) => (_zoom, feature) => feature.geomType === shape;

/** Options for the library's layer. large: how much larger than usual the phone's writing is. */
export function paintOf(library, isDark, large) {
  const colours = isDark ? DARK : LIGHT;
  return {
    backgroundColor: colours.ground,
    paintRules: areas(library, colours).concat(lines(library, colours)),
    labelRules: labels(library, colours, large),
  };
}

function areas({ PolygonSymbolizer, LineSymbolizer, linear }, colours) {
  const fill = (colour) => new PolygonSymbolizer({ fill: colour });
  return [
    ...["landcover", "landuse", "park"].map((dataLayer) => ({
      dataLayer,
      symbolizer: fill(colours.green),
      // All of OpenMapTiles' layer "park" is green, whatever its class.
      filter: (zoom, feature) => feature.geomType === POLYGON && (dataLayer === "park" || isOf(GREEN)(zoom, feature)),
    })),
    { dataLayer: "water", symbolizer: fill(colours.water), filter: isShape(POLYGON) },
    ...["water", "waterway"].map((dataLayer) => ({
      dataLayer,
      minzoom: 9,
      symbolizer: new LineSymbolizer({ color: colours.water, width: linear([[9, 0.5], [14, 2], [18, 8]]) }),
      filter: isShape(LINE),
    })),
    ...["buildings", "building"].map((dataLayer) => ({
      dataLayer,
      minzoom: 15,
      symbolizer: fill(colours.built),
      filter: isShape(POLYGON),
    })),
  ];
}

/** All edges lie below all roads, so that crossings are open. */
function lines({ LineSymbolizer, linear }, colours) {
  const line = (color, width, more) => new LineSymbolizer({ color, width, lineCap: "round", lineJoin: "round", ...more });
  const isPath = (zoom, feature) => rankOf(feature) === null && isOf(PATHS)(zoom, feature);
  return ["roads", "transportation"].flatMap((dataLayer) => {
    const rules = (isEdge) =>
      WIDTHS.map((stops, rank) => ({
        dataLayer,
        // Edges of what is thin would be all that is seen of it.
        minzoom: isEdge ? FROM[rank] + 2 : FROM[rank],
        symbolizer: line(isEdge ? colours.edge : colours.roads[rank], widthAt(linear(stops), isEdge ? 2 : 0)),
        filter: (_zoom, feature) => feature.geomType === LINE && rankOf(feature) === rank,
      }));
    return [
      { dataLayer, minzoom: 16, symbolizer: line(colours.path, 1.5, { lineCap: "butt", dash: [4, 3] }), filter: isPath },
      { dataLayer, minzoom: 12, symbolizer: line(colours.rail, 1.5), filter: isOf(RAILS) },
      ...rules(true),
      ...rules(false),
    ];
  });
}

const widthAt = (width, more) => (zoom) => width(zoom) + more;

function labels({ CenteredTextSymbolizer, LineLabelSymbolizer }, colours, large) {
  // As it stands on the sign, whatever the driver's own language is.
  const labelProps = ["name", "name:latin", "name:en"];
  const write = (size, weight, fill) => ({
    labelProps,
    fill,
    stroke: colours.halo,
    width: 3,
    font: `${weight} ${Math.round(size * large)}px system-ui, sans-serif`,
  });
  const places = (filter, maxzoom, size) =>
    ["places", "place"].map((dataLayer) => ({
      dataLayer,
      maxzoom,
      symbolizer: new CenteredTextSymbolizer(write(size, 700, colours.ink)),
      filter: isOf(filter),
    }));
  const streets = (rank, minzoom, size) =>
    ["roads", "transportation_name"].map((dataLayer) => ({
      dataLayer,
      minzoom,
      symbolizer: new LineLabelSymbolizer({ ...write(size, 600, colours.ink), width: 4, position: 2, repeatDistance: 300 }),
      filter: (_zoom, feature) => rankOf(feature) === rank,
    }));
  const number = (dataLayer, property) => ({
    dataLayer,
    minzoom: 17,
    symbolizer: new CenteredTextSymbolizer({ ...write(12, 500, colours.ink), labelProps: [property] }),
    filter: isShape(POINT),
  });
  return [
    ...places(TOWNS, 14, 15),
    ...streets(3, 12, 13),
    ...streets(2, 13, 13),
    ...streets(1, 15, 13),
    ...places(HOODS, 15, 13),
    ...streets(0, 17, 12),
    ...["water", "water_name"].map((dataLayer) => ({
      dataLayer,
      minzoom: 12,
      symbolizer: new CenteredTextSymbolizer(write(12, 500, colours.inkOfWater)),
      filter: isShape(POINT),
    })),
    number("buildings", "addr_housenumber"),
    number("housenumber", "housenumber"),
  ];
}
