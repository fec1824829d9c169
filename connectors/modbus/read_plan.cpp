#include "connectors/modbus/read_plan.hpp"

#include <algorithm>

namespace dalian::modbus {
namespace {

constexpr int kMostRegisters = 125, kMostBits = 2000;

} // namespace

std::vector<Request> plan_requests(std::span<Value const> values, std::uint16_t gap) {
  std::vector<Request> plan;
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto const& value = values[i];
    int const end = value.address + value.count;
    int const most = holds_bits(value.table) ? kMostBits : kMostRegisters;
    Request* const last = plan.empty() ? nullptr : &plan.back();
    if (last != nullptr && last->table == value.table && value.address <= last->address + last->count + gap &&
        end - last->address <= most) {
      last->count = static_cast<std::uint16_t>(std::max<int>(last->count, end - last->address));
      last->values.push_back(i);
    } else {
      plan.push_back({value.table, value.address, value.count, {i}});
    }
  }
  return plan;
}

} // namespace dalian::modbus
