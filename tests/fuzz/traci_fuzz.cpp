// Any bytes as the messages of a SUMO, through set-up and steps → observations that the wire allows. Where the input
// has no more, the conversation ends: every message is understood or the one counted reject.
#include "connectors/sumo/to_wire.hpp"
#include "connectors/sumo/traci_session.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;
using sumo::traci::Type;
using sumo::traci::Writer;

namespace {

using std::string_literals::operator""s;

std::string done(std::uint8_t command) {
  return sumo::traci::command(command, Writer().byte(0).string("").bytes());
}

std::string told(std::uint8_t command, std::uint8_t variable, Writer const& value) {
  return done(command) +
         sumo::traci::command(command + 0x10, Writer().byte(variable).string("").bytes() + value.bytes());
}

/// The answers of a SUMO with one light of one lane and a vehicle, as they come.
std::string conversation() {
  auto const ids = [](char const* id) { return Writer().type(Type::strings).integer(1).string(id); };
  auto const line = [](double x, double y) {
    Writer w;
    w.type(Type::polygon).byte(2).real(0).real(0).real(x).real(y);
    return w;
  };
  std::string basics = done(0) + sumo::traci::command(0, Writer().integer(20).string("SUMO 1.15.0").bytes());
  basics += told(0xAB, 0x7C, line(1000, 1000)) + told(0xA9, 0x00, ids("j")) + told(0xA2, 0x00, ids("j"));
  std::string places;
  for (auto const& [x, y] : sumo::NetFrame::samples({0, 0, 1000, 1000})) {
    auto const geo = to_geo(MapPoint{384'000 + x, 4'346'000 + y});
    places += told(0xAB, 0x82, Writer().type(Type::lon_lat).real(geo.lon_deg).real(geo.lat_deg));
  }
  auto const simulation = Writer()
                              .string("")
                              .byte(2)
                              .byte(0x66)
                              .byte(0)
                              .type(Type::real)
                              .real(1)
                              .byte(0x7D)
                              .byte(0)
                              .type(Type::integer)
                              .integer(3);
  auto const light = Writer().string("j").byte(1).byte(0x20).byte(0).type(Type::string).string("G");
  Writer around;
  around.string("j").byte(0xA4).byte(4).integer(1).string("v").byte(0x42).byte(0).type(Type::xy).real(10).real(20);
  around.byte(0x43).byte(0).type(Type::real).real(90).byte(0x40).byte(0).type(Type::real).real(5);
  around.byte(0x4F).byte(0).type(Type::string).string("car");
  std::string const all[] = {sumo::traci::command(0xEB, simulation.bytes()), sumo::traci::command(0xE2, light.bytes()),
                             sumo::traci::command(0x99, around.bytes())};
  std::string const messages[] = {basics,
                                  places,
                                  told(0xA2, 0x26, ids("a_0")),
                                  told(0xA3, 0x4E, line(500, 0)),
                                  done(0xDB) + all[0] + done(0xD2) + all[1] + done(0x89) + all[2],
                                  done(2) + Writer().integer(3).bytes() + all[0] + all[1] + all[2],
                                  told(0xA5, 0x49, Writer().type(Type::string).string("bus")) +
                                      told(0xA5, 0x44, Writer().type(Type::real).real(12)) +
                                      told(0xA5, 0x4D, Writer().type(Type::real).real(2.5))};
  std::string input;
  for (auto const& message : messages)
    input += fuzz::piece(0, message);
  return input;
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {conversation(), fuzz::piece(0, "\x0b\x00\xff\0\0\0\4oops"s)};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Counters outcomes, details;
  sumo::TraciSession session({}, outcomes);
  sumo::WireConverter converter({}, details);
  Instant const now = from_unix_ns(1'800'000'000'000'000'000);
  for (auto const& piece : fuzz::pieces(fuzz::text(data, size))) {
    auto const rejected = outcomes.sum() - outcomes.get("decoded") - outcomes.get("no_position");
    sumo::traci::Bytes const message{reinterpret_cast<std::uint8_t const*>(piece.bytes.data()), piece.bytes.size()};
    bool const sound = session.take(message);
    fuzz::require(sound == session.trouble().empty());
    fuzz::require(outcomes.sum() - outcomes.get("decoded") - outcomes.get("no_position") == rejected + (sound ? 0 : 1));
    if (!sound) break;
    if (auto const step = session.take_step())
      converter.convert(*step, session.frame(), session.types(), now, now,
                        [](wire::Observation const& o) { fuzz::require(wire::check(o).empty()); });
    if (session.ready()) session.ask_step();
    (void)session.take_output();
  }
  return 0;
}
