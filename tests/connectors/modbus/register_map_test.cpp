#include "connectors/modbus/register_map.hpp"

#include "tests/support/process.hpp"
#include "twin/base/quantities.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::modbus {
namespace {

using testing::HasSubstr;

constexpr char kHead[] = "[[device]]\nentity = \"meter:1\"\naddress = \"127.0.0.1:1502\"\n";
constexpr char kPower[] =
    "[[device.value]]\nquantity = \"power_kw\"\ntable = \"input_registers\"\naddress = 8\ntype = \"f32\"\n";

Result<std::vector<Device>> read(std::string const& text) {
  test::TempFolder const folder;
  auto const file = folder.path() / "map.toml";
  std::ofstream(file) << text;
  return read_map(file);
}

std::string error(std::string const& text) {
  auto const map = read(text);
  return map ? "no error" : map.error();
}

TEST(RegisterMap, ReadsDevicesWithTheirValuesInOrderOfAddresses) {
  auto const map =
      read(std::string(kHead) + "unit = 7\nperiod_s = 2\nposition = [[121.8, 39.0]]\n" + kPower +
           "[[device.value]]\nquantity = \"energy_kwh\"\nnumber = 30001\ntype = \"u32\"\norder = \"cdab\"\n"
           "scale = 0.1\nmissing = [0xFFFFFFFF]\n");
  ASSERT_TRUE(map) << map.error();
  Device const& device = map->front();
  EXPECT_EQ(device.unit, 7);
  EXPECT_EQ(device.period, std::chrono::seconds(2));
  ASSERT_EQ(device.values.size(), 2U);
  EXPECT_EQ(quantities()[device.values[0].quantity].name, "energy_kwh");
  EXPECT_EQ(device.values[0].table, Table::input_registers);
  EXPECT_EQ(device.values[0].address, 0);
  EXPECT_EQ(device.values[0].count, 2);
  EXPECT_EQ(device.values[0].missing, std::vector<std::uint64_t>{0xFFFFFFFF});
  EXPECT_EQ(device.values[1].address, 8);
}

TEST(RegisterMap, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(error(""), HasSubstr("at least one [[device]]"));
  EXPECT_THAT(error(kHead), HasSubstr("at least one [[device.value]]"));
  EXPECT_THAT(error(std::string(kHead) + kPower + "colour = 1\n"), HasSubstr("map.toml:9: 'colour' is not known here"));
  EXPECT_THAT(error(std::string(kHead) + kPower + kPower), HasSubstr("'quantity' stands twice"));
  EXPECT_THAT(error(std::string(kHead) + kPower + kHead + kPower), HasSubstr("'entity' is that of another device"));
  EXPECT_THAT(error(std::string(kHead) + "[[device.value]]\nquantity = \"power_kw\"\nnumber = 50001\n"),
              HasSubstr("count from 1: 40001"));
  EXPECT_THAT(error(std::string(kHead) + "[[device.value]]\nquantity = \"power\"\n"), HasSubstr("--quantities"));
  EXPECT_THAT(error(std::string(kHead) + "unit = 250\n" + kPower), HasSubstr("must be 0…247 or 255"));
  EXPECT_THAT(error(std::string(kHead) + "[[device.value]]\nquantity = \"message\"\nnumber = 40001\n"),
              HasSubstr("must both be text"));
  EXPECT_THAT(error("[[device]]\nentity = \"m\"\naddress = \"nowhere\"\n"), HasSubstr("map.toml:3: 'address'"));
}

TEST(RegisterMap, CountsAsManualsDo) {
  auto const table_of = [](char const* number) {
    auto const map =
        read(std::string(kHead) + "[[device.value]]\nquantity = \"switch_closed\"\nnumber = " + number + "\n");
    return map ? std::pair(map->front().values[0].table, map->front().values[0].address)
               : std::pair(Table::coils, std::uint16_t{9999});
  };
  EXPECT_EQ(table_of("40001"), std::pair(Table::holding_registers, std::uint16_t{0}));
  EXPECT_EQ(table_of("465536"), std::pair(Table::holding_registers, std::uint16_t{65535}));
  EXPECT_EQ(table_of("10010"), std::pair(Table::discrete_inputs, std::uint16_t{9}));
  EXPECT_EQ(table_of("1"), std::pair(Table::coils, std::uint16_t{0}));
}

} // namespace
} // namespace dalian::modbus
