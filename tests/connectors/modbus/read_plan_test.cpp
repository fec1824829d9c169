#include "connectors/modbus/read_plan.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <tuple>

namespace dalian::modbus {
namespace {

Value at(Table table, int address, int count = 1) {
  Value value;
  value.table = table;
  value.address = static_cast<std::uint16_t>(address);
  value.count = static_cast<std::uint16_t>(count);
  return value;
}

TEST(ReadPlan, ReadsNeighboursTogetherAndFarOnesApart) {
  std::vector<Value> const values{at(Table::holding_registers, 0, 2), at(Table::holding_registers, 4, 2),
                                  at(Table::holding_registers, 100), at(Table::input_registers, 101)};
  auto const plan = plan_requests(values);
  ASSERT_EQ(plan.size(), 3U);
  EXPECT_EQ(plan[0].count, 6);
  EXPECT_EQ(plan[0].values, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(plan[1].address, 100);
  EXPECT_EQ(plan[2].table, Table::input_registers);
}

TEST(ReadPlan, KeepsTheBoundsOfTheProtocolAndCoversEveryValue) {
  unsigned const seed = 5;
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<Value> values;
    for (int i = 0; i < 100; ++i) {
      auto const table = static_cast<Table>(random() % 4);
      values.push_back(
          at(table, static_cast<int>(random() % 3000), holds_bits(table) ? 1 : 1 + static_cast<int>(random() % 125)));
    }
    std::ranges::sort(values, {}, [](Value const& v) { return std::tuple(v.table, v.address); });
    std::vector<int> covered(values.size());
    for (Request const& request : plan_requests(values)) {
      EXPECT_LE(request.count, holds_bits(request.table) ? 2000 : 125) << "seed " << seed;
      for (auto const k : request.values) {
        ++covered[k];
        EXPECT_EQ(values[k].table, request.table);
        EXPECT_GE(values[k].address, request.address);
        EXPECT_LE(values[k].address + values[k].count, request.address + request.count);
      }
    }
    EXPECT_TRUE(std::ranges::all_of(covered, [](int n) { return n == 1; }));
  }
}

} // namespace
} // namespace dalian::modbus
