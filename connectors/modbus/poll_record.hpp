#pragma once
// One poll as a record of a recording, and back: device and request by their places in the map. Knows no file.
#include "connectors/common/recorded_source.hpp"
#include "connectors/modbus/poller.hpp"

namespace dalian::modbus {

void keep_poll(Poll const& poll, connectors::Tape& tape);
/// Nothing when the record is none of a poll.
std::optional<Poll> read_poll(connectors::RecordedInput const& record);
/// True when the answer is as long as `request` asked for, or a failure.
bool fits(Poll const& poll, Request const& request);

} // namespace dalian::modbus
