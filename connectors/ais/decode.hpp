#pragma once
// The bits of one message → its fields. Pure; reads nothing outside the payload whatever the bits say.
#include "connectors/ais/messages.hpp"
#include "connectors/ais/outcome.hpp"

namespace dalian::ais {

/// Fills `message`: `decoded`, or why it cannot be read (unsupported_type, message_too_short, bad_part_number;
/// `message` then holds at most the header).
Outcome decode(BitReader const& bits, Message& message);

} // namespace dalian::ais
