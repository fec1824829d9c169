#include "twin/fusion/entity_table.hpp"

#include "twin/fusion/entity_hash.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace dalian::fusion {
namespace {

TEST(EntityTable, EqualsAMapUnderRandomInsertsAndErases) {
  for (std::uint32_t const hash_bits : {32U, 4U}) { // with 4 bits nearly everything collides
    std::uint32_t const seed = 11;
    std::mt19937 random(seed);
    EntityTable table;
    std::map<std::string, std::uint32_t> reference;
    std::map<std::uint32_t, std::string> ids;
    std::uint32_t next_slot = 0;
    auto const hash = [&](std::string const& id) { return entity_hash(id) & ((std::uint64_t{1} << hash_bits) - 1); };
    for (int i = 0; i < 20'000; ++i) {
      std::string const id = "mmsi:" + std::to_string(random() % 300);
      auto const h = static_cast<std::uint32_t>(hash(id));
      auto const found = table.find(h, [&](std::uint32_t slot) { return ids.at(slot) == id; });
      auto const expected = reference.find(id);
      ASSERT_EQ(found, expected == reference.end() ? EntityTable::kAbsent : expected->second) << "seed " << seed;
      if (expected == reference.end()) {
        table.insert(h, next_slot);
        ids[next_slot] = id;
        reference[id] = next_slot++;
      } else if (random() % 2 == 0) {
        table.erase(h, found);
        ids.erase(found);
        reference.erase(id);
      }
      ASSERT_EQ(table.size(), reference.size());
    }
  }
}

} // namespace
} // namespace dalian::fusion
