// Any bytes as FCD output, in pieces → observations that the wire allows; a document ends in at most one reject.
#include "connectors/sumo/fcd_reader.hpp"
#include "connectors/sumo/to_wire.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;

std::vector<std::string> fuzz::seeds() {
  return {R"(<fcd-export><timestep time="0.50"><vehicle id="v0" x="121.655672" y="39.255534" angle="90.00" type="t1" )"
          R"(speed="13.89" pos="7.20" lane="ab_0" slope="0.00"/><person id="p" x="121.6" y="39.2" angle="1" speed="1" )"
          R"(edge="e"/></timestep></fcd-export>)",
          "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const text = fuzz::text(data, size);
  Counters outcomes, details;
  sumo::FcdReader reader(outcomes);
  bool sound = true;
  for (std::size_t at = 0; at < text.size() && sound; at += 61)
    sound = reader.feed(text.substr(at, 61));
  if (sound) sound = reader.finish();
  fuzz::require(sound == reader.trouble().empty());
  std::uint64_t movers = 0;
  sumo::WireConverter converter({.persons = true}, details);
  Instant const now = from_unix_ns(1'800'000'000'000'000'000);
  for (auto const& step : reader.steps()) {
    fuzz::require(step.time_s > -sumo::kMostTime_s && step.time_s < sumo::kMostTime_s);
    movers += step.movers.size();
    converter.convert(step, sumo::NetFrame::degrees(), {}, now, now,
                      [](wire::Observation const& o) { fuzz::require(wire::check(o).empty()); });
  }
  fuzz::require(outcomes.get("decoded") >= movers); // more in a step that did not end
  fuzz::require(details.get("observations") + details.get("impossible") == movers);
  return 0;
}
