#pragma once
// Several twins' alarms as one list. The ids of alarms tell which twin's they are.
#include "twin/alarms/alarm.hpp"

#include <cstddef>
#include <functional>
#include <utility>

namespace dalian::alarms {

/// Of `twins` twins, numbered from 0: the id in the joined list, and back to twin and its own id.
constexpr std::uint64_t joined_id(std::size_t twins, std::size_t twin, std::uint64_t id) {
  return (id - 1) * twins + twin + 1;
}
constexpr std::pair<std::size_t, std::uint64_t> own_id(std::size_t twins, std::uint64_t joined) {
  return {(joined - 1) % twins, (joined - 1) / twins + 1};
}

/// `lists`: one a twin, none null. `handle`: what the joined city calls a twin's handle. The revision grows with those
/// of the lists. Of a rule that several have, the first one's facts are told.
AlarmList joined(std::vector<std::shared_ptr<AlarmList const>> const& lists,
                 std::function<std::uint32_t(std::size_t twin, std::uint32_t handle)> const& handle);

} // namespace dalian::alarms
