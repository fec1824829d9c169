#include "twin/plan/import_report.hpp"

#include "twin/plan/document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::plan {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kFormat[] = "dalian-import";

ordered_json json_of(Finding const& why) {
  return {{"layer", why.layer},     {"id", why.id},     {"field", why.field},
          {"message", why.message}, {"code", why.code}, {"values", why.values}};
}

Finding finding_from(json const& object) {
  Finding out{Severity::warning, object.at("layer"), object.at("id"), object.at("field"), object.at("message")};
  out.code = object.at("code");
  out.values = object.at("values").get<std::vector<std::string>>();
  return out;
}

ordered_json json_of(TableReport const& table) {
  ordered_json out{{"name", table.name},         {"geometry", table.geometry}, {"crs", table.crs},
                   {"features", table.features}, {"taken", table.taken},       {"layer", table.layer},
                   {"could_be", table.could_be}, {"fields", table.fields},     {"left_out", table.left_out}};
  if (table.layer.empty()) out["why"] = json_of(table.why);
  auto& rejected = out["rejected"] = ordered_json::array();
  for (auto const& [why, count] : table.rejected)
    rejected.push_back({{"count", count}, {"why", json_of(why)}});
  return out;
}

TableReport table_from(json const& object) {
  TableReport out;
  out.name = object.at("name"), out.geometry = object.at("geometry"), out.crs = object.at("crs");
  out.features = object.at("features"), out.taken = object.at("taken"), out.layer = object.at("layer");
  out.could_be = object.at("could_be").get<std::vector<std::string>>();
  out.fields = object.at("fields").get<std::vector<std::string>>();
  out.left_out = object.at("left_out").get<std::vector<std::string>>();
  if (out.layer.empty()) out.why = finding_from(object.at("why"));
  for (json const& each : object.at("rejected"))
    out.rejected[finding_from(each.at("why"))] = each.at("count");
  return out;
}

ordered_json json_of(RasterReport const& raster) {
  ordered_json out{{"columns", raster.columns}, {"rows", raster.rows},     {"bands", raster.bands},
                   {"crs", raster.crs},         {"step_x", raster.step_x}, {"step_y", raster.step_y}};
  if (raster.range) out["range"] = {raster.range->first, raster.range->second};
  return out;
}

RasterReport raster_from(json const& object) {
  RasterReport out{object.at("columns"),
                   object.at("rows"),
                   object.at("bands"),
                   object.at("crs"),
                   object.at("step_x"),
                   object.at("step_y"),
                   {}};
  if (object.contains("range")) out.range = object.at("range").get<std::pair<double, double>>();
  return out;
}

Status read_edits(json const& list, Edits& out) {
  for (json const& item : list) {
    auto edit = edit_from_json(item);
    if (!edit) return Error{fmt::format("edit {}: {}", out.size() + 1, edit.error())};
    out.push_back(std::move(edit).value());
  }
  return {};
}

} // namespace

std::string to_text(Imported const& imported) {
  ordered_json head{{"format", kFormat}, {"version", kScenarioVersion}, {"driver", imported.driver}};
  auto& tables = head["tables"] = ordered_json::array();
  for (TableReport const& table : imported.tables)
    tables.push_back(json_of(table));
  if (imported.raster) head["raster"] = json_of(*imported.raster);
  std::string out = head.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  out.pop_back(); // its brace: the edits follow
  out += ",\n\"edits\": [";
  for (std::size_t i = 0; i < imported.edits.size(); ++i)
    out += (i == 0 ? "\n" : ",\n") + edit_line(imported.edits[i]);
  return out + "\n]}\n";
}

Result<Imported> parse_imported(std::string_view text, std::string const& name) {
  auto const document = parse_document(text, name, kFormat);
  if (!document) return Error{document.error()};
  Imported out;
  try {
    out.driver = document->at("driver");
    for (json const& table : document->at("tables"))
      out.tables.push_back(table_from(table));
    if (document->contains("raster")) out.raster = raster_from(document->at("raster"));
    if (auto const read = read_edits(document->at("edits"), out.edits); !read) return Error{name + ": " + read.error()};
  } catch (json::exception const& error) {
    return Error{fmt::format("{}: {}", name, error.what())};
  }
  return out;
}

} // namespace dalian::plan
