// libFuzzer target: what hostile viewers ask, up to the decision who may and the words of the audit log.
#include "tests/fuzz/fuzz.hpp"
#include "twin/app/alarm_wire.hpp"
#include "twin/app/rights.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  wire::Request snapshot, replay, list, command;
  snapshot.mutable_snapshot();
  replay.mutable_replay()->set_t(1'790'000'000'000'000'000);
  replay.mutable_replay()->set_speed(10);
  list.mutable_alarms()->set_list_from(1);
  auto& shelve = *command.mutable_alarms()->mutable_command();
  shelve.set_action(wire::AlarmCommand::SHELVE);
  shelve.add_alarms(3);
  shelve.set_rule("speed");
  shelve.set_shelve_s(60);
  shelve.set_note("drill");
  return {snapshot.SerializeAsString(), replay.SerializeAsString(), list.SerializeAsString(),
          command.SerializeAsString()};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  wire::Request request;
  if (!wire::parse(fuzz::text(data, size), request)) return 0;
  auto const action = app::action_of(request);
  require(!to_string(action).empty());
  require(app::describe(request).size() <= 512);
  if (!request.has_alarms()) return 0;
  if (auto const command = app::from_wire(request.alarms().command()); !command) require(!command.error().empty());
  return 0;
}
