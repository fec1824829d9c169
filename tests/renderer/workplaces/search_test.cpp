// Finding things by what people type: spelling after pinyin (GB/T 16159, read from the names' own signs) and Hepburn.
#include "renderer/workplaces/name_index.hpp"
#include "twin/state/snapshot.hpp"

#include <gtest/gtest.h>

namespace dalian::workplaces {
namespace {

view::City small_city() {
  view::City city;
  view::Zone zone;
  zone.id = "songmudao";
  zone.names = {"松木岛片区", "松木島エリア", "Songmudao area"};
  zone.outline = {{0, 0}, {3000, 0}, {3000, 4000}, {0, 4000}};
  city.zones.push_back(zone);
  view::Place port;
  port.id = "place/7";
  port.names = {"大连港", "大連港コンテナターミナル", "Port of Dalian"};
  port.position = {10, 20};
  city.places.push_back(port);
  view::Route route;
  route.id = "cv-t1";
  route.names = {"渤海大道", "渤海大通り", "Bohai Avenue"};
  route.line = {{0, 0}, {100, 0}, {200, 0}};
  city.routes.push_back(route);
  view::Placement hall;
  hall.id = "njip/factory/0012";
  hall.position = {5, 6};
  city.placements.push_back(hall);
  return city;
}

class Search : public testing::Test {
 protected:
  std::vector<std::string> ids(std::string_view text) const {
    std::vector<std::string> out;
    for (Found const& found : index.find(nothing_lives, text, ui::Language::en, 9))
      out.push_back(found.id);
    return out;
  }
  view::City city = small_city();
  NameIndex index{city};
  view::CityView nothing_lives{std::make_shared<state::Snapshot const>()};
};

using Ids = std::vector<std::string>;

TEST_F(Search, FindsByEveryName) {
  for (char const* text : {"大连港", "大連港", "port of", "PORT OF DALIAN", "dalian gang", "daliangang", "dlg",
                           "コンテナ", "こんてな", "place/7"})
    EXPECT_EQ(ids(text), Ids{"place/7"}) << text;
  for (char const* text : {"松木", "songmu dao", "smdpq", "song-mu"})
    EXPECT_EQ(ids(text), Ids{"songmudao"}) << text;
  EXPECT_EQ(ids("factory/0012"), Ids{"njip/factory/0012"});
  EXPECT_TRUE(ids("").empty());
  EXPECT_TRUE(ids("no such thing").empty());
}

TEST_F(Search, WhatBeginsSoGoesBeforeWhatHoldsIt) {
  auto const found = ids("da"); // 大连港 begins so; 渤海大道 and 松木岛 hold it
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found.front(), "place/7");
}

TEST_F(Search, SaysWhereAndWhatCanBeSelected) {
  auto const zone = index.find(nothing_lives, "songmudao", ui::Language::ja, 9).at(0);
  EXPECT_EQ(zone.title, "松木島エリア");
  EXPECT_EQ(zone.place, (MapPoint{1500, 2000}));
  EXPECT_DOUBLE_EQ(zone.reach_m, 5000);
  EXPECT_FALSE(zone.entity);
  auto const road = index.find(nothing_lives, "bhdd", ui::Language::zh, 9).at(0);
  EXPECT_EQ(road.title, "渤海大道");
  EXPECT_EQ(road.entity, (scene::Entity{scene::EntityKind::route, 0}));
}

TEST(Speller, KanaIsLatinAndWidthDoesNotMatter) {
  Speller const speller;
  EXPECT_EQ(speller.plain(speller.latin("ターミナル")), "taminaru");
  EXPECT_EQ(speller.plain("ＡＢＣ－１２　三"), "abc12三");
  EXPECT_EQ(speller.plain("たーみなる"), speller.plain("ターミナル"));
  EXPECT_EQ(initials("new japan-park"), "njp");
}

} // namespace
} // namespace dalian::workplaces
