#include "twin/formats/import.hpp"

#include "twin/base/crs.hpp"
#include "twin/formats/gdal_start.hpp"
#include "twin/formats/import_rules.hpp"
#include "twin/plan/draft.hpp"
#include "twin/plan/road_class.hpp"
#include "twin/plan/told_by_tools.hpp"

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <array>

namespace dalian::formats {
namespace {

using plan::Edit;
using plan::FieldType;
using plan::Finding;
using plan::Imported;
using plan::RasterReport;
using plan::TableReport;

constexpr std::array kIds{"id", "osm_id", "gml_id", "fid"}; // attributes that name an entity, the first that is there

/// Why something is not taken; `field` of the layer, "" = none.
Finding reason(plan::ToolWords const& words, std::string_view field = {}, std::vector<std::string> values = {}) {
  std::string said(words.english);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (auto const at = said.find(fmt::format("{{{}}}", i)); at != std::string::npos) said.replace(at, 3, values[i]);
  Finding out{plan::Severity::warning, "", "", std::string(field), std::move(said)};
  out.code = words.code;
  out.values = std::move(values);
  return out;
}

Sort sort_of(OGRwkbGeometryType type) {
  switch (wkbFlatten(type)) {
  case wkbPoint:
  case wkbMultiPoint:
    return Sort::points;
  case wkbLineString:
  case wkbMultiLineString:
    return Sort::lines;
  case wkbPolygon:
  case wkbMultiPolygon:
    return Sort::areas;
  default:
    return Sort::none;
  }
}

/// A table that mixes sorts says "unknown": what its first shape is.
Sort sort_of(OGRLayer& table) {
  Sort const said = sort_of(table.GetGeomType());
  if (said != Sort::none) return said;
  table.ResetReading();
  std::unique_ptr<OGRFeature> const first(table.GetNextFeature());
  table.ResetReading();
  auto const* geometry = first ? first->GetGeometryRef() : nullptr;
  return geometry ? sort_of(geometry->getGeometryType()) : Sort::none;
}

/// Into WGS-84 degrees: by the system that the user names, else by that of the file, else as they are.
class ToDegrees {
 public:
  static Result<ToDegrees> make(std::string const& named, OGRSpatialReference const* own) {
    ToDegrees out;
    if (!named.empty()) {
      auto const crs = parse_crs(named);
      if (!crs) return Error{"--crs " + named + ": " + crs.error()};
      out.named_ = *crs;
    } else if (own != nullptr) {
      OGRSpatialReference from(*own), to;
      from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
      to.SetWellKnownGeogCS("WGS84");
      to.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
      out.own_.reset(OGRCreateCoordinateTransformation(&from, &to));
      if (!out.own_) return gdal_error("its reference system");
    }
    return out;
  }
  std::optional<GeoPoint> operator()(double x, double y) const {
    if (named_) return place_of(x, y, *named_);
    if (own_ && own_->Transform(1, &x, &y) == FALSE) return std::nullopt;
    return GeoPoint{x, y};
  }

 private:
  std::optional<Crs> named_;
  std::shared_ptr<OGRCoordinateTransformation> own_;
};

std::optional<plan::Shape> shape_of(OGRSimpleCurve const& line, ToDegrees const& to_degrees, bool closed) {
  plan::Shape out;
  for (int i = 0; i < line.getNumPoints() - (closed ? 1 : 0); ++i) {
    auto const p = to_degrees(line.getX(i), line.getY(i));
    if (!p) return std::nullopt;
    out.push_back(*p);
  }
  return out;
}

/// The parts of a geometry; nothing where a position cannot be converted.
std::optional<std::vector<plan::Shape>> shapes_of(OGRGeometry const& geometry, ToDegrees const& to_degrees) {
  std::vector<plan::Shape> out;
  auto const take = [&](std::optional<plan::Shape> shape) {
    if (shape) out.push_back(std::move(*shape));
    return shape.has_value();
  };
  switch (wkbFlatten(geometry.getGeometryType())) {
  case wkbPoint: {
    auto const p = to_degrees(geometry.toPoint()->getX(), geometry.toPoint()->getY());
    if (!p || !take(plan::Shape{*p})) return std::nullopt;
    break;
  }
  case wkbLineString:
    if (!take(shape_of(*geometry.toLineString(), to_degrees, false))) return std::nullopt;
    break;
  case wkbPolygon:
    if (geometry.toPolygon()->getExteriorRing() == nullptr) return std::nullopt;
    if (!take(shape_of(*geometry.toPolygon()->getExteriorRing(), to_degrees, true))) return std::nullopt;
    break;
  case wkbMultiPoint:
  case wkbMultiLineString:
  case wkbMultiPolygon:
    for (OGRGeometry const* part : *geometry.toGeometryCollection()) {
      auto parts = shapes_of(*part, to_degrees);
      if (!parts) return std::nullopt;
      out.insert(out.end(), parts->begin(), parts->end());
    }
    break;
  default:
    return std::nullopt;
  }
  return out;
}

/// Takes one table's features as entities of a layer.
class TableTaking {
 public:
  TableTaking(OGRLayer& table, plan::Layer layer, ImportChoice const& choice, TableReport& report)
      : table_(table), spec_(plan::spec_of(layer)), choice_(choice), report_(report) {
    for (auto const& field : spec_.fields) {
      bool const shape =
          field.type == FieldType::point || field.type == FieldType::line || field.type == FieldType::ring;
      auto const from = choice.from.find(std::string(field.name));
      int const column = shape ? -1
                               : table.GetLayerDefn()->GetFieldIndex(
                                     (from == choice.from.end() ? std::string(field.name) : from->second).c_str());
      columns_.push_back(column);
      if (column >= 0) report.fields.emplace_back(field.name);
    }
    for (int i = 0; i < table.GetLayerDefn()->GetFieldCount(); ++i)
      if (std::find(columns_.begin(), columns_.end(), i) == columns_.end() &&
          std::find(kIds.begin(), kIds.end(), std::string_view(table.GetLayerDefn()->GetFieldDefn(i)->GetNameRef())) ==
              kIds.end())
        report.left_out.emplace_back(table.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
  }

  Status run(plan::Layout& layout, plan::Edits& edits) {
    auto const to_degrees = ToDegrees::make(choice_.crs, table_.GetSpatialRef());
    if (!to_degrees) return Error{to_degrees.error()};
    table_.ResetReading();
    while (std::unique_ptr<OGRFeature> const feature{table_.GetNextFeature()}) {
      ++report_.features;
      auto const parts = feature->GetGeometryRef() ? shapes_of(*feature->GetGeometryRef(), *to_degrees) : std::nullopt;
      if (!parts || parts->empty()) {
        ++report_.rejected[reason(plan::kNoShape)];
        continue;
      }
      for (std::size_t i = 0; i < parts->size(); ++i)
        take(*feature, (*parts)[i], parts->size() > 1 ? fmt::format("-{}", i + 1) : "", layout, edits);
    }
    return {};
  }

 private:
  std::string id_of(OGRFeature const& feature, std::string const& part) const {
    for (char const* name : kIds)
      if (int const i = feature.GetFieldIndex(name); i >= 0 && feature.IsFieldSetAndNotNull(i))
        return feature.GetFieldAsString(i) + part;
    return fmt::format("{}-{}{}", table_.GetName(), feature.GetFID(), part);
  }

  std::string attribute(OGRFeature const& feature, char const* name) const {
    int const i = feature.GetFieldIndex(name);
    return i >= 0 && feature.IsFieldSetAndNotNull(i) ? feature.GetFieldAsString(i) : "";
  }

  /// What other vocabularies say in other words.
  std::string fallback(OGRFeature const& feature, std::string_view field, plan::Fields const& so_far) const {
    auto const set = choice_.set.find(std::string(field));
    if (set != choice_.set.end()) return set->second;
    if (spec_.layer == plan::Layer::road && field == "class") return road_class_of(attribute(feature, "highway"));
    if (spec_.layer == plan::Layer::road && field == "width_m") {
      for (auto const& [name, value] : so_far)
        if (name == "class")
          if (auto const* known = plan::find_road_class(std::get<std::string>(value)))
            return fmt::format("{}", known->width_m);
    }
    if (field == "provenance") return "imported";
    return {};
  }

  void take(OGRFeature const& feature, plan::Shape const& shape, std::string const& part, plan::Layout& layout,
            plan::Edits& edits) {
    Edit edit{Edit::Kind::add, spec_.layer, id_of(feature, part), {}, {}, {}};
    bool shaped = false;
    for (std::size_t i = 0; i < spec_.fields.size(); ++i) {
      auto const& field = spec_.fields[i];
      bool const wants = (field.type == FieldType::point && shape.size() == 1) ||
                         (field.type == FieldType::line && shape.size() > 1 && report_.geometry == "lines") ||
                         (field.type == FieldType::ring && report_.geometry == "areas");
      if (wants && !shaped) {
        edit.fields.emplace_back(std::string(field.name), shape);
        shaped = true;
        continue;
      }
      std::string text =
          columns_[i] >= 0 && feature.IsFieldSetAndNotNull(columns_[i]) ? feature.GetFieldAsString(columns_[i]) : "";
      if (field.type == FieldType::flag && (text == "0" || text == "1")) text = text == "1" ? "true" : "false";
      if (text.empty()) text = fallback(feature, field.name, edit.fields);
      if (text.empty()) continue;
      auto value = plan::parse_field(spec_.layer, fmt::format("{}={}", field.name, text));
      if (!value) return reject(not_a_value(field.name, text, value.error()));
      edit.fields.push_back(std::move(value).value());
    }
    for (auto const& field : spec_.fields)
      if (field.required &&
          std::none_of(edit.fields.begin(), edit.fields.end(), [&](auto const& f) { return f.first == field.name; }))
        return reject(reason(plan::kNoValue, field.name));
    auto next = plan::apply(layout, edit);
    if (!next)
      return reject(layout.find(edit.layer, edit.id) ? reason(plan::kThereAlready)
                                                     : Finding{plan::Severity::warning, "", "", "", next.error()});
    layout = std::move(next).value();
    edits.push_back(std::move(edit));
    ++report_.taken;
  }
  void reject(Finding why) { ++report_.rejected[std::move(why)]; }

  /// The first value stands for all of its field, so that a column of wrong words is one reason.
  Finding not_a_value(std::string_view field, std::string const& text, std::string const& error) {
    auto const it = std::ranges::find_if(report_.rejected, [&](auto const& each) {
      return each.first.code == plan::kNotAValue.code && each.first.field == field;
    });
    if (it != report_.rejected.end()) return it->first;
    Finding why = reason(plan::kNotAValue, field, {text});
    why.message += ": " + error;
    return why;
  }

  OGRLayer& table_;
  plan::LayerSpec const& spec_;
  ImportChoice const& choice_;
  TableReport& report_;
  std::vector<int> columns_; // attribute of each field, −1 = none
};

std::string name_of(OGRSpatialReference const* crs) {
  if (crs == nullptr) return {};
  char const* code = crs->GetAuthorityCode(nullptr);
  return code != nullptr ? fmt::format("{}:{}", crs->GetAuthorityName(nullptr), code) : crs->GetName();
}

TableReport look_at(OGRLayer& table) {
  constexpr std::array kSorts{"", "points", "lines", "areas"};
  TableReport out;
  Sort const sort = sort_of(table);
  out.name = table.GetName();
  out.geometry = kSorts[static_cast<std::size_t>(sort)];
  for (auto const& spec : plan::schema())
    if (fits(spec.layer, sort)) out.could_be.emplace_back(spec.name);
  out.crs = name_of(table.GetSpatialRef());
  return out;
}

/// What the user says the table is; nothing where it is to be guessed.
std::optional<std::string> said_of(std::string const& table, ImportChoice const& choice) {
  if (auto const it = choice.as.find(table); it != choice.as.end()) return it->second;
  return choice.layer.empty() ? std::nullopt : std::optional(choice.layer);
}

std::optional<plan::Layer> layer_for(OGRLayer& table, ImportChoice const& choice, TableReport& report) {
  TableShape shape{report.name, sort_of(table), {}};
  for (int i = 0; i < table.GetLayerDefn()->GetFieldCount(); ++i)
    shape.attributes.insert(table.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
  auto const said = said_of(report.name, choice);
  auto const layer = said ? plan::find_layer(*said) : guessed_layer(shape);
  if (said && said->empty())
    report.why = reason(plan::kLeftOut);
  else if (shape.sort == Sort::none)
    report.why = reason(plan::kNoGeometry);
  else if (!layer)
    report.why = reason(plan::kNoLayer);
  else if (!fits(*layer, shape.sort))
    report.why = reason(plan::kOtherShapes);
  else
    return layer;
  return std::nullopt;
}

Status known_layers(ImportChoice const& choice) {
  auto const known = [](std::string const& layer) { return layer.empty() || plan::find_layer(layer).has_value(); };
  std::string unknown = known(choice.layer) ? "" : choice.layer;
  for (auto const& [table, layer] : choice.as)
    if (!known(layer)) unknown = layer;
  if (unknown.empty()) return {};
  return Error{fmt::format("there is no layer '{}': `twinctl whatif layers` lists them", unknown)};
}

RasterReport look_at(GDALDataset& set) {
  RasterReport out{
      set.GetRasterXSize(), set.GetRasterYSize(), set.GetRasterCount(), name_of(set.GetSpatialRef()), 0, 0, {}};
  double transform[6] = {};
  if (set.GetGeoTransform(transform) == CE_None) out.step_x = transform[1], out.step_y = -transform[5];
  double range[2] = {};
  if (set.GetRasterBand(1)->ComputeRasterMinMax(TRUE, range) == CE_None) out.range = std::pair(range[0], range[1]);
  return out;
}

} // namespace

Result<Imported> import_file(std::filesystem::path const& file, plan::Layout const& base, ImportChoice const& choice) {
  if (auto const known = known_layers(choice); !known) return Error{known.error()};
  start_gdal();
  std::unique_ptr<GDALDataset> const set(
      GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
  if (!set) return gdal_error(file.string());
  Imported out;
  out.driver = set->GetDriverName();
  if (set->GetRasterCount() > 0) out.raster = look_at(*set);
  plan::Layout layout = base;
  for (OGRLayer* table : set->GetLayers()) {
    if (!choice.table.empty() && choice.table != table->GetName()) continue;
    TableReport report = look_at(*table);
    if (auto const layer = layer_for(*table, choice, report)) {
      report.layer = plan::spec_of(*layer).name;
      if (auto const done = TableTaking(*table, *layer, choice, report).run(layout, out.edits); !done)
        return Error{file.string() + ", table '" + report.name + "': " + done.error()};
    } else {
      for (int i = 0; i < table->GetLayerDefn()->GetFieldCount(); ++i)
        report.left_out.emplace_back(table->GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
      auto const count = table->GetFeatureCount();
      report.features = count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    out.tables.push_back(std::move(report));
  }
  if (!choice.table.empty() && out.tables.empty())
    return Error{fmt::format("{}: has no table '{}'", file.string(), choice.table)};
  return out;
}

} // namespace dalian::formats
