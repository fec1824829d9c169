// libFuzzer target: files of one JSON object a line, as observations and as positions. Every line has one outcome; what
// is used has passed the checks of the wire.
#include "tests/fuzz/fuzz.hpp"
#include "twin/app/json_lines.hpp"
#include "twin/wire/codec.hpp"

#include <sstream>

using namespace dalian;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  return {R"({"source":"ais","entity":"mmsi:412345678","kind":"VESSEL","t_obs":"2026-09-21T12:00:00Z",)"
          R"("fix":{"lon_deg":121.9,"lat_deg":38.95,"sigma_m":10,"speed_mps":5,"course_deg":90}})"
          "\n\n{}\n",
          R"({"entity":"a","t":"2026-09-21T12:00:00Z","east_m":500000,"north_m":4300000})"
          "\n",
          R"({"entity":"meter:1","kind":"SENSOR","t_obs":1790000000,"sensor":{"quantity":"power_kw","number":1}})"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(fuzz::text(data, size));
  std::istringstream first(text), second(text);
  auto const observations = app::read_lines(first, [](std::string_view line) {
    app::ObservationLine out;
    auto reject = app::read_observation(line, out);
    if (!reject) require(wire::check(out.observation).empty());
    return reject;
  });
  auto const states = app::read_lines(second, [](std::string_view line) {
    app::StateLine out;
    return app::read_state(line, out);
  });
  for (auto const* counts : {&observations, &states})
    require(counts->lines == counts->blank + counts->used + counts->rejects.sum());
  return 0;
}
