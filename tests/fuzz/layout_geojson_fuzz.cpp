// libFuzzer target: the GeoJSON of a layout, named by the first byte. What is taken can be checked, edited and hashed;
// what is refused says why.
#include "tests/fuzz/fuzz.hpp"
#include "twin/plan/assets.hpp"
#include "twin/plan/check.hpp"
#include "twin/plan/edit.hpp"

using namespace dalian;
using dalian::fuzz::require;

namespace {

std::string const kNames[] = {"zones.geojson",  "layout_x.geojson", "routes.geojson",
                              "places.geojson", "systems.geojson",  "reclamation.geojson"};

std::string collection(std::string const& features) {
  return "{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}";
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  std::string const ring =
      R"("geometry":{"type":"Polygon","coordinates":[[[121.6,39.2],[121.7,39.2],[121.7,39.3],[121.6,39.2]]]})";
  std::string const line = R"("geometry":{"type":"LineString","coordinates":[[121.6,39.2],[121.7,39.2]]})";
  return {std::string("\0", 1) +
              collection(R"({"id":"z","properties":{"area_km2_target":28,"plan_zone":"z"},)" + ring + "}"),
          "\1" + collection(R"({"id":"p","properties":{"kind":"parcel","use":"green","zone":"z"},)" + ring +
                            R"(},{"id":"s","properties":{"kind":"street","class":"local"},)" + line + "}"),
          "\2" + collection(R"({"id":"r","properties":{"kind":"road","width_m":28},)" + line + "}"),
          "\4" + collection(R"({"id":"w","properties":{"kind":"pipeline","medium":"steam","diameter_m":0.6},)" + line +
                            "}")};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  plan::Assets assets;
  auto const done = plan::add_geojson(fuzz::text(data + 1, size - 1), kNames[data[0] % std::size(kNames)], assets);
  if (!done) return require(!done.error().empty()), 0;
  for (auto const& finding : plan::check(assets.layout))
    require(!to_text(finding).empty());
  auto const copy = plan::apply_all({}, plan::difference({}, assets.layout));
  require(copy.findings.empty() && copy.layout.hash() == assets.layout.hash());
  return 0;
}
