#include "connectors/gtfs/archive.hpp"

#include "tests/connectors/gtfs/make_zip.hpp"
#include "tests/support/process.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::gtfs {
namespace {

TEST(Archive, ATableOfAFolderAndOfAZipWithOrWithoutFolder) {
  dalian::test::TempFolder const folder;
  std::ofstream(folder.path() / "stops.txt") << "text";
  auto plain = open_archive(folder.path());
  auto zip = open_archive_bytes(test::make_zip({{"stops.txt", "text"}}), "a.zip");
  auto nested = open_archive_bytes(test::make_zip({{"gtfs/stops.txt", "text"}}), "b.zip");
  for (auto* archive : {&plain, &zip, &nested}) {
    ASSERT_TRUE(*archive) << archive->error();
    auto const table = (**archive)->read("stops.txt");
    ASSERT_TRUE(table);
    EXPECT_EQ(*table, "text");
    auto const absent = (**archive)->read("trips.txt");
    ASSERT_TRUE(absent);
    EXPECT_FALSE(absent->has_value());
  }
}

TEST(Archive, AZipBombIsRefusedAndNamed) {
  auto const bomb = test::make_zip({{"stops.txt", std::string(50 << 20, '0')}});
  ASSERT_LT(bomb.size(), 100U << 10);
  auto archive = open_archive_bytes(bomb, "bomb.zip");
  ASSERT_TRUE(archive);
  auto const table = (*archive)->read("stops.txt");
  ASSERT_FALSE(table);
  EXPECT_NE(table.error().find("bomb.zip: stops.txt"), std::string::npos) << table.error();
}

TEST(Archive, WhatIsNoZipOrIsDamagedIsAnError) {
  EXPECT_FALSE(open_archive("/no/such.zip"));
  for (std::string const bytes : {"PK", "not a zip at all"})
    EXPECT_FALSE(open_archive_bytes(bytes, "x.zip")) << bytes;
  std::string text;
  for (int i = 0; i < 2000; ++i)
    text += std::to_string(i * 7919 % 10007) + ",";
  auto const sound = test::make_zip({{"stops.txt", text}});
  unsigned refused = 0;
  for (std::size_t at = 0; at < sound.size(); at += 13) { // never a crash, and never another text
    auto damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    auto archive = open_archive_bytes(damaged, "x.zip");
    if (!archive) {
      ++refused;
      continue;
    }
    auto const table = (*archive)->read("stops.txt");
    if (!table)
      ++refused;
    else if (table->has_value()) {
      EXPECT_EQ(**table, text) << "changed at " << at;
    }
  }
  EXPECT_GT(refused, sound.size() / 13 / 2);
}

} // namespace
} // namespace dalian::gtfs
