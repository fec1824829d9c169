// twingeo: the city in other programs' formats, and theirs in ours. A program of its own, for GDAL brings a hundred
// libraries; `twinctl export city` and `twinctl import` start it.
#include "twin/base/paths.hpp"
#include "twin/base/usage.hpp"
#include "twin/base/version.hpp"
#include "twin/formats/cityjson.hpp"
#include "twin/formats/gltf_city.hpp"
#include "twin/formats/import.hpp"
#include "twin/formats/vector_export.hpp"
#include "twin/layout/city_file.hpp"
#include "twin/plan/assets.hpp"
#include "twin/plan/desk.hpp"
#include "twin/plan/told_by_tools.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>

namespace dalian::formats {
namespace {

constexpr char kExportAbout[] = R"(Formats:
  gpkg      one GeoPackage, a table for each layer of the layout
  geojson   a folder with LAYER.geojson
  cityjson  CityJSON 1.1 in EPSG:32651: buildings as boxes, parcels, roads
  gltf      one .glb: every model where it stands, metres of EPSG:32651 from an origin that the file tells
  3dtiles   a folder with tileset.json (3D Tiles 1.1): squares of a kilometre, two levels of detail

Examples:
  twinctl export city --format gpkg --out city.gpkg
  twinctl export city --format gpkg --scenario campus.json --out campus.gpkg
  twinctl export city --format 3dtiles --zone songmudao --out tiles)";

constexpr char kImportAbout[] =
    R"(Says what FILE holds, what of it is understood as which layer and what is not, and why; with --out it becomes the
edits of a scenario file, on top of those that are there. Reads what GDAL reads: GeoJSON, GeoPackage, DXF, GML, OSM PBF …;
of GeoTIFF and HGT it says what they are.

Examples:
  twinctl import district.gpkg --preview
  twinctl import houses.geojson --layer building --from use=function --set storeys=3 --out district.json
  twinctl import survey.dxf --table entities --layer road --crs epsg:4550 --set class=local --set width_m=8 --out roads.json)";

int fail(std::string const& message) {
  fmt::print(stderr, "twinctl: {}\n", message);
  return 1;
}

struct Places {
  std::string layout, assets; // folders; "" = what the program came with
};

Result<std::filesystem::path> assets_of(Places const& places) {
  if (!places.assets.empty()) return std::filesystem::path(places.assets);
  return assets_dir();
}

Result<plan::Layout> base_of(Places const& places) {
  auto folder = places.layout.empty() ? assets_of(places) : Result<std::filesystem::path>(places.layout);
  if (!folder) return Error{folder.error()};
  auto read = plan::read_assets(places.layout.empty() ? *folder / "layout" : *folder);
  if (!read) return Error{read.error()};
  return std::move(read->layout);
}

// --- export

struct ExportOptions : Places {
  std::string format, out, scenario, zone;
  unsigned level = 1;
};

Result<plan::Layout> wanted_layout(ExportOptions const& options) {
  auto base = base_of(options);
  if (!base || options.scenario.empty()) return base;
  if (!std::filesystem::exists(options.scenario))
    return Error{options.scenario + ": is not there: name a scenario file"};
  auto const desk = plan::open_desk(options.scenario, *base, {});
  if (!desk) return Error{desk.error()};
  return desk->log.layout();
}

int export_tables(ExportOptions const& options) {
  auto const layout = wanted_layout(options);
  if (!layout) return fail(layout.error());
  auto const written =
      options.format == "gpkg" ? export_geopackage(*layout, options.out) : export_geojson(*layout, options.out);
  if (!written) return fail(written.error());
  for (auto const& [layer, features] : *written)
    fmt::print("{:<14} {}\n", layer, features);
  return 0;
}

int write_cityjson(ExportOptions const& options, layout::City const& city, ModelShelf const& models) {
  auto const layout = wanted_layout(options);
  if (!layout) return fail(layout.error());
  auto const document = cityjson_of(*layout, city, models, options.zone);
  std::ofstream out(options.out, std::ios::binary);
  out << document.json.dump() << '\n';
  if (!out.flush()) return fail(options.out + ": cannot be written: mend the path or its rights");
  fmt::print("{} buildings, {} parcels, {} roads\n", document.buildings, document.parcels, document.roads);
  return 0;
}

int export_models(ExportOptions const& options) {
  auto const assets = assets_of(options);
  if (!assets) return fail(assets.error());
  auto const city = layout::read_city(*assets / "city.pb");
  if (!city) return fail(city.error());
  auto const models = ModelShelf::open(*assets / "models", *assets / "config/uses.toml");
  if (!models) return fail(models.error());
  if (options.format == "cityjson") return write_cityjson(options, *city, *models);
  GltfChoice const choice{options.zone, options.level};
  auto const done = options.format == "gltf" ? export_gltf(*city, *models, choice, options.out)
                                             : export_tiles(*city, *models, choice, options.out);
  if (!done) return fail(done.error());
  fmt::print("{}: {} models stand in {} files\n", options.out, done->placements, done->files);
  return 0;
}

int export_city(ExportOptions const& options) {
  bool const tables = options.format == "gpkg" || options.format == "geojson";
  if (tables && !options.zone.empty()) return fail("--zone: tables hold all zones; leave it out");
  bool const whole = options.format == "gltf" || options.format == "3dtiles";
  if (whole && !options.scenario.empty()) return fail("--scenario: models are those of the baked city; leave it out");
  return tables ? export_tables(options) : export_models(options);
}

// --- import

struct ImportOptions : Places, ImportChoice {
  std::string file, out;
  std::vector<std::string> from_pairs, set_pairs, as_pairs;
  bool preview = false, json = false;
};

Status add_pairs(std::vector<std::string> const& pairs, char const* option, std::map<std::string, std::string>& out) {
  for (std::string const& pair : pairs) {
    auto const equals = pair.find('=');
    if (equals == std::string::npos) return Error{fmt::format("{} {}: write FIELD=…", option, pair)};
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return {};
}

/// With the option that mends it.
std::string told(plan::Finding const& why) {
  std::string out = (why.field.empty() ? "" : "field '" + why.field + "' ") + why.message;
  if (why.code == plan::kNoLayer.code) out += " (--layer, --as)";
  if (why.code == plan::kNoValue.code) out += fmt::format(" (--set {0}=…, --from {0}=ATTRIBUTE)", why.field);
  return out;
}

void print_report(plan::Imported const& imported) {
  fmt::print("{}\n", imported.driver);
  if (auto const& r = imported.raster) {
    fmt::print("  raster of {} × {}, {} bands, {}, {} × {} a cell", r->columns, r->rows, r->bands,
               r->crs.empty() ? "no reference system" : r->crs, r->step_x, r->step_y);
    if (r->range) fmt::print(", values {}…{}", r->range->first, r->range->second);
    fmt::print("; rasters are not taken over\n");
  }
  for (plan::TableReport const& t : imported.tables) {
    fmt::print("  {}: {} {}, {}\n", t.name, t.features, t.geometry.empty() ? "without shapes" : t.geometry,
               t.crs.empty() ? "no reference system: taken as WGS-84 degrees" : t.crs);
    if (t.layer.empty()) {
      fmt::print("    not taken: {}\n", told(t.why));
      continue;
    }
    fmt::print("    {} become entities of layer '{}'\n", t.taken, t.layer);
    fmt::print("    fields: {}\n", fmt::join(t.fields, ", "));
    if (!t.left_out.empty()) fmt::print("    left out: {}\n", fmt::join(t.left_out, ", "));
    for (auto const& [why, count] : t.rejected)
      fmt::print("    {} not taken: {}\n", count, told(why));
  }
}

int import_data(ImportOptions options) {
  for (auto const& done :
       {add_pairs(options.from_pairs, "--from", options.from), add_pairs(options.set_pairs, "--set", options.set),
        add_pairs(options.as_pairs, "--as", options.as)})
    if (!done) return fail(done.error());
  auto const base = base_of(options);
  if (!base) return fail(base.error());
  auto desk = plan::open_desk(options.out.empty() ? "" : options.out, *base, {});
  if (!desk) return fail(desk.error());
  auto const imported = import_file(options.file, desk->log.layout(), options);
  if (!imported) return fail(imported.error());
  if (options.json)
    fmt::print("{}", to_text(*imported));
  else
    print_report(*imported);
  if (options.preview || options.out.empty()) return 0;
  if (imported->edits.empty()) return fail(options.file + ": nothing of it was understood; --preview says why");
  auto const name = std::filesystem::path(options.file).filename().string();
  if (auto const done = desk->log.apply({"import " + name, imported->edits}); !done) return fail(done.error());
  if (desk->scenario.name.empty()) desk->scenario.name = name;
  if (auto const done = plan::save_desk(*desk, options.out); !done) return fail(done.error());
  fmt::print("{}: {} edits\n", options.out, desk->scenario.edits.size());
  return 0;
}

void add_places(CLI::App& command, Places& places) {
  command.add_option("--layout", places.layout,
                     "folder of the base's GeoJSON; else the city that came with the program");
  command.add_option("--assets", places.assets, "folder of the baked assets");
}

CLI::App* add_export(CLI::App& cli, ExportOptions& options) {
  auto* command = cli.add_subcommand("export", "The city for other programs");
  command->footer(kExportAbout);
  command->add_option("--format", options.format, "gpkg, geojson, cityjson, gltf or 3dtiles")
      ->required()
      ->check(CLI::IsMember({"gpkg", "geojson", "cityjson", "gltf", "3dtiles"}));
  command->add_option("--out", options.out, "file, or folder of geojson and 3dtiles")->required();
  command->add_option("--scenario", options.scenario, "the layout with a scenario's edits");
  command->add_option("--zone", options.zone, "one zone of the plan; not of tables");
  command->add_option("--level", options.level, "of detail of the models: 0 the finest … 3")
      ->check(CLI::Range(0u, 3u))
      ->capture_default_str();
  add_places(*command, options);
  return command;
}

CLI::App* add_import(CLI::App& cli, ImportOptions& options) {
  auto* command = cli.add_subcommand("import", "Other programs' data as the edits of a scenario");
  command->footer(kImportAbout);
  command->add_option("FILE", options.file, "what to read")->required();
  command->add_flag("--preview", options.preview, "says what would be taken, and takes nothing");
  command->add_option("--out", options.out, "scenario file; it may be there already");
  command->add_flag("--json", options.json, "what it holds and what it becomes as JSON, for programs");
  command->add_option("--table", options.table, "one table of the file; else all");
  command->add_option("--layer", options.layer, "of the layout; else by the table's name and attributes");
  command->add_option("--as", options.as_pairs, "TABLE=LAYER, of a file of several tables; TABLE= leaves it out");
  command->add_option("--crs", options.crs,
                      "reference system, as of feeds: wgs84, gcj02, bd09, epsg:4550; else the file's");
  command->add_option("--from", options.from_pairs, "FIELD=ATTRIBUTE: where a field comes from");
  command->add_option("--set", options.set_pairs, "FIELD=VALUE of what has none");
  add_places(*command, options);
  return command;
}

int run(int argc, char** argv) {
  CLI::App cli("The city in other programs' formats, and theirs in ours", "twinctl");
  cli.set_version_flag("--version", version_line("twingeo"));
  add_usage_message(cli);
  cli.require_subcommand(1);
  ExportOptions to;
  ImportOptions from;
  auto const* exporting = add_export(cli, to);
  add_import(cli, from);
  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  return exporting->parsed() ? export_city(to) : import_data(from);
}

} // namespace
} // namespace dalian::formats

int main(int argc, char** argv) {
  try {
    return dalian::formats::run(argc, argv);
  } catch (std::exception const& error) {
    return dalian::formats::fail(error.what());
  }
}
