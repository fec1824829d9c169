#include "connectors/modbus/register_map.hpp"

#include "connectors/common/teller.hpp"
#include "twin/base/config_table.hpp"
#include "twin/base/crs.hpp"
#include "twin/base/quantities.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace dalian::modbus {
namespace {

constexpr std::int64_t kLastAddress = 65'535;

/// Manuals count from 1 and put the table in front, in five digits or six: 40001 is holding register 0.
void read_number(ConfigTable& t, Value& value) {
  auto const number = t.integer("number", 1, 465'536);
  auto const digit = number / (number > kLastAddress ? 100'000 : 10'000);
  auto const place = number % (number > kLastAddress ? 100'000 : 10'000);
  static constexpr std::pair<int, Table> kDigits[] = {
      {0, Table::coils}, {1, Table::discrete_inputs}, {3, Table::input_registers}, {4, Table::holding_registers}};
  auto const* const found = std::ranges::find(kDigits, digit, [](auto const& pair) { return pair.first; });
  if (found == std::end(kDigits) || place < 1)
    t.fail("number", fmt::format("is {}; numbers begin with 0 (coils), 1 (discrete inputs), 3 (input registers) or 4 "
                                 "(holding registers) and count from 1: 40001",
                                 number));
  value.table = found->second;
  value.address = static_cast<std::uint16_t>(place - 1);
}

void read_place(ConfigTable& t, Value& value) {
  if (t.has("number")) {
    if (t.has("table") || t.has("address")) t.fail("number", "stands for table and address: give one or the other");
    return read_number(t, value);
  }
  value.table = t.one_of<Table>("table", {{"coils", Table::coils},
                                          {"discrete_inputs", Table::discrete_inputs},
                                          {"holding_registers", Table::holding_registers},
                                          {"input_registers", Table::input_registers}});
  value.address = static_cast<std::uint16_t>(t.integer("address", 0, kLastAddress));
}

void read_form(ConfigTable& t, Value& value) {
  if (t.has("type"))
    value.type = t.one_of<Type>("type", {{"u16", Type::u16},
                                         {"i16", Type::i16},
                                         {"u32", Type::u32},
                                         {"i32", Type::i32},
                                         {"u64", Type::u64},
                                         {"i64", Type::i64},
                                         {"f32", Type::f32},
                                         {"f64", Type::f64},
                                         {"text", Type::text}});
  if (t.has("order"))
    value.order = t.one_of<Order>(
        "order", {{"abcd", Order::abcd}, {"cdab", Order::cdab}, {"badc", Order::badc}, {"dcba", Order::dcba}});
  if (t.has("bit")) {
    if (value.type != Type::u16) t.fail("bit", "is for registers of type u16");
    value.bit = static_cast<unsigned>(t.integer("bit", 0, 15));
  }
  value.count = value.type == Type::text ? static_cast<std::uint16_t>(t.integer("registers", 1, 125))
                                         : static_cast<std::uint16_t>(words_of(value.type));
  value.scale = t.number("scale", -1e12, 1e12, 1);
  value.offset = t.number("offset", -1e12, 1e12, 0);
  if (t.has("missing"))
    for (auto const pattern : t.integers("missing", UINT32_MAX))
      value.missing.push_back(pattern);
}

void read_value(ConfigTable& t, Device& device) {
  Value value;
  auto const name = t.text("quantity");
  auto const quantity = find_quantity(name);
  if (!quantity)
    t.fail("quantity", fmt::format("is \"{}\", which is no quantity of the twin: twinfeed modbus --quantities", name));
  value.quantity = *quantity;
  read_place(t, value);
  if (!holds_bits(value.table)) read_form(t, value);
  bool const is_text = quantities()[*quantity].form == ValueForm::text;
  if (is_text != (value.type == Type::text)) t.fail("quantity", "and type must both be text, or neither");
  if (value.address + value.count > kLastAddress + 1) t.fail("quantity", "reaches beyond address 65535");
  if (std::ranges::any_of(device.values, [&](Value const& v) { return v.quantity == value.quantity; }))
    t.fail("quantity", "stands twice for this device");
  device.values.push_back(value);
}

Device read_device(ConfigTable& t) {
  Device device;
  device.entity = t.text("entity");
  if (device.entity.empty() || connectors::wire_entity("", device.entity) != device.entity)
    t.fail("entity", "must have 1 to 64 bytes of text");
  auto const address = connectors::parse_address(t.text("address"));
  if (!address) t.fail("address", address.error());
  device.address = *address;
  device.unit = static_cast<int>(t.integer("unit", 0, 255, 1));
  if (device.unit > 247 && device.unit < 255) t.fail("unit", "must be 0…247 or 255");
  device.period = from_seconds(t.number("period_s", 0.1, 86'400, 5));
  device.timeout = from_seconds(t.number("timeout_s", 0.05, 60, 1));
  if (t.has("position")) {
    auto const point = t.points("position");
    if (point.size() != 1) t.fail("position", "must be [[longitude, latitude]]");
    auto const crs = parse_degrees_crs(t.text("crs", "wgs84"));
    if (!crs) t.fail("crs", crs.error());
    device.position = to_wgs84(point[0], *crs);
  }
  t.each("value", [&](ConfigTable& value) { read_value(value, device); });
  if (device.values.empty()) t.fail("value", "is missing: a device needs at least one [[device.value]]");
  std::ranges::sort(device.values, {}, [](Value const& v) { return std::tuple(v.table, v.address); });
  return device;
}

} // namespace

Result<std::vector<Device>> read_map(std::filesystem::path const& file) {
  std::vector<Device> devices;
  auto const all = read_config(file, [&](ConfigTable& root) {
    std::set<std::string> entities;
    root.each("device", [&](ConfigTable& t) {
      devices.push_back(read_device(t));
      if (!entities.insert(devices.back().entity).second) t.fail("entity", "is that of another device");
    });
    if (devices.empty()) root.fail("device", "is missing: the file needs at least one [[device]]");
  });
  if (!all) return Error{all.error()};
  return devices;
}

} // namespace dalian::modbus
