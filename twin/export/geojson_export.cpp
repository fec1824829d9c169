// RFC 7946: longitude before latitude, WGS-84; a Feature without a place has a null geometry (§3.2).
#include "twin/export/exporter.hpp"
#include "twin/export/flat_fields.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::exports {
namespace {

constexpr int kDecimals = 9; // of a second: nothing is lost

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class GeoJsonExporter final : public Exporter {
 public:
  explicit GeoJsonExporter(std::ostream& out) : out_(out) { out_ << R"({"type":"FeatureCollection","features":[)"; }

  void take(Exported const& e) override {
    auto const& o = e.observation;
    auto const utc = [](std::uint64_t ns) {
      return format_utc(from_unix_ns(static_cast<std::int64_t>(ns)), kDecimals);
    };
    out_ << (first_ ? "\n" : ",\n") << R"({"type":"Feature","geometry":)" << geometry(o)
         << fmt::format(R"(,"properties":{{"entity":{},"t_obs_utc":"{}","t_rx_utc":"{}","t_twin_utc":"{}","source":{},)"
                        R"("provenance":"{}")",
                        json_text(o.entity()), utc(o.t_obs()), utc(o.t_rx()), format_utc(e.t_twin, kDecimals),
                        json_text(e.source), wire::Provenance_Name(e.provenance));
    fields_.visit(o, [&](std::size_t place, FlatValue const& value) {
      out_ << ',' << json_text(fields_.names()[place]) << ':'
           << (value.type == FlatValue::Type::text ? json_text(value.text) : value.text);
    });
    out_ << "}}";
    first_ = false;
  }

  Status finish() override {
    out_ << "\n]}\n";
    return {};
  }

 private:
  static std::string geometry(wire::Observation const& o) {
    if (!o.has_fix()) return "null";
    std::string const altitude = o.fix().has_altitude_m() ? fmt::format(",{}", o.fix().altitude_m()) : "";
    return fmt::format(R"({{"type":"Point","coordinates":[{},{}{}]}})", o.fix().lon_deg(), o.fix().lat_deg(), altitude);
  }

  std::ostream& out_;
  FlatFields const fields_;
  bool first_ = true;
};

} // namespace

std::unique_ptr<Exporter> geojson_exporter(std::ostream& out) {
  return std::make_unique<GeoJsonExporter>(out);
}

} // namespace dalian::exports
