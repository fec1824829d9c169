#pragma once
// One value of a device's registers → what the twin is told.
#include "connectors/common/teller.hpp"
#include "connectors/modbus/register_map.hpp"

#include <span>
#include <string_view>

namespace dalian::modbus {

/// `words`: the value's own registers or bit. "values", or why nothing was told: "values_missing" (the device says that
/// it has none), "values_impossible" (no number, or out of what the quantity allows).
std::string_view tell(Value const& value, std::span<std::uint16_t const> words, Instant at, connectors::Teller& teller);

} // namespace dalian::modbus
