#include "twin/formats/vector_export.hpp"

#include "twin/formats/gdal_start.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ogrsf_frmts.h>

#include <array>

namespace dalian::formats {
namespace {

using plan::FieldType;

/// Where an entity is drawn: the first of its shapes. Others become text (WKT).
std::optional<std::size_t> main_shape(plan::LayerSpec const& spec) {
  for (std::size_t i = 0; i < spec.fields.size(); ++i)
    if (plan::is_shape(spec.fields[i].type)) return i;
  return std::nullopt;
}

OGRwkbGeometryType geometry_type(plan::LayerSpec const& spec) {
  auto const shape = main_shape(spec);
  if (!shape) return wkbNone;
  switch (spec.fields[*shape].type) {
  case FieldType::point:
    return wkbPoint;
  case FieldType::line:
    return wkbLineString;
  default:
    return wkbPolygon;
  }
}

bool add_column(OGRLayer& table, plan::FieldSpec const& field) {
  OGRFieldDefn out(std::string(field.name).c_str(), OFTString);
  if (field.type == FieldType::number) out.SetType(OFTReal);
  if (field.type == FieldType::whole) out.SetType(OFTInteger64);
  if (field.type == FieldType::flag) {
    out.SetType(OFTInteger);
    out.SetSubType(OFSTBoolean);
  }
  return table.CreateField(&out) == OGRERR_NONE;
}

std::unique_ptr<OGRGeometry> geometry_of(plan::Shape const& shape, FieldType type) {
  if (shape.empty()) return nullptr;
  if (type == FieldType::point) return std::make_unique<OGRPoint>(shape[0].lon_deg, shape[0].lat_deg);
  std::unique_ptr<OGRSimpleCurve> line;
  if (type == FieldType::ring)
    line = std::make_unique<OGRLinearRing>();
  else
    line = std::make_unique<OGRLineString>();
  for (GeoPoint const p : shape)
    line->addPoint(p.lon_deg, p.lat_deg);
  if (type == FieldType::line) return line;
  line->closeRings();
  auto polygon = std::make_unique<OGRPolygon>();
  polygon->addRing(static_cast<OGRLinearRing*>(line.get()));
  return polygon;
}

std::string wkt_of(plan::Shape const& shape, FieldType type) {
  auto const geometry = geometry_of(shape, type);
  return geometry ? geometry->exportToWkt() : std::string();
}

void set_field(OGRFeature& feature, int column, plan::FieldSpec const& field, plan::Value const& value) {
  if (auto const* number = std::get_if<double>(&value)) {
    if (field.type == FieldType::whole)
      feature.SetField(column, static_cast<GIntBig>(*number));
    else
      feature.SetField(column, *number);
  }
  if (auto const* flag = std::get_if<bool>(&value)) feature.SetField(column, *flag ? 1 : 0);
  if (auto const* text = std::get_if<std::string>(&value)) feature.SetField(column, text->c_str());
  if (auto const* texts = std::get_if<std::vector<std::string>>(&value))
    feature.SetField(column, fmt::format("{}", fmt::join(*texts, ",")).c_str());
  if (auto const* shape = std::get_if<plan::Shape>(&value))
    feature.SetField(column, wkt_of(*shape, field.type).c_str());
}

/// The columns of a layer: `id`, then every field but the shape that is the geometry.
struct Columns {
  plan::LayerSpec const& spec;
  std::optional<std::size_t> shape = main_shape(spec);

  bool add_to(OGRLayer& table) const {
    OGRFieldDefn id("id", OFTString);
    bool good = table.CreateField(&id) == OGRERR_NONE;
    for (std::size_t i = 0; i < spec.fields.size(); ++i)
      if (i != shape) good = good && add_column(table, spec.fields[i]);
    return good;
  }
  bool write(OGRLayer& table, plan::Entity const& entity) const {
    OGRFeature feature(table.GetLayerDefn());
    feature.SetField(0, entity.id().c_str());
    int column = 0;
    for (std::size_t i = 0; i < spec.fields.size(); ++i) {
      auto const& value = entity.row().values[i];
      if (i == shape) {
        if (auto const* given = std::get_if<plan::Shape>(&value))
          feature.SetGeometryDirectly(geometry_of(*given, spec.fields[i].type).release());
        continue;
      }
      ++column;
      if (plan::is_given(value)) set_field(feature, column, spec.fields[i], value);
    }
    return table.CreateFeature(&feature) == OGRERR_NONE;
  }
};

Result<Written> write_layer(GDALDataset& set, plan::Layout const& layout, plan::LayerSpec const& spec) {
  OGRSpatialReference wgs84;
  wgs84.SetWellKnownGeogCS("WGS84");
  wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  std::string const name(spec.name);
  OGRLayer* table = set.CreateLayer(name.c_str(), &wgs84, geometry_type(spec), nullptr);
  Columns const columns{spec};
  if (table == nullptr || !columns.add_to(*table)) return gdal_error(name);
  bool good = set.StartTransaction() != OGRERR_FAILURE;
  std::size_t count = 0;
  layout.for_each(spec.layer, [&](plan::Entity const& entity) {
    good = good && columns.write(*table, entity);
    ++count;
  });
  set.CommitTransaction();
  if (!good) return gdal_error(name);
  return Written{name, count};
}

std::unique_ptr<GDALDataset> created(char const* driver, std::filesystem::path const& file) {
  GDALDriver* const found = GetGDALDriverManager()->GetDriverByName(driver);
  return std::unique_ptr<GDALDataset>(found == nullptr ? nullptr
                                                       : found->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
}

Error is_there(std::filesystem::path const& file) {
  return Error{file.string() + ": is there already: remove it or name another"};
}

} // namespace

Result<std::vector<Written>> export_geopackage(plan::Layout const& layout, std::filesystem::path const& file) {
  start_gdal();
  if (std::filesystem::exists(file)) return is_there(file);
  auto set = created("GPKG", file);
  if (!set) return gdal_error(file.string());
  std::vector<Written> out;
  for (auto const& spec : plan::schema()) {
    if (layout.table(spec.layer).size() == 0) continue;
    auto written = write_layer(*set, layout, spec);
    if (!written) return Error{written.error()};
    out.push_back(std::move(written).value());
  }
  CPLErrorReset();
  set.reset(); // writes what is left
  if (CPLGetLastErrorType() >= CE_Failure) return gdal_error(file.string());
  return out;
}

Result<std::vector<Written>> export_geojson(plan::Layout const& layout, std::filesystem::path const& folder) {
  start_gdal();
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return Error{folder.string() + ": cannot be made: " + failed.message()};
  std::vector<Written> out;
  for (auto const& spec : plan::schema()) {
    if (layout.table(spec.layer).size() == 0) continue;
    auto const file = folder / (std::string(spec.name) + ".geojson");
    if (std::filesystem::exists(file)) return is_there(file);
    auto set = created("GeoJSON", file);
    if (!set) return gdal_error(file.string());
    auto written = write_layer(*set, layout, spec);
    if (!written) return Error{written.error()};
    out.push_back(std::move(written).value());
  }
  return out;
}

} // namespace dalian::formats
