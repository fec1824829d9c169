#include "renderer/ui/panels.hpp"

#include "renderer/ui/actions.hpp"
#include "renderer/ui/utf8.hpp"
#include "tests/support/panel_facts.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <imgui.h>

namespace dalian::ui {
namespace {

class Panels : public testing::Test {
 protected:
  Shown draw(PanelFacts const& facts, int frames = 3) { // ImGui sizes a window from what it held the frame before
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(facts.width), static_cast<float>(facts.height)};
    layer.set_language(facts.language);
    layer.update_fonts();
    unsigned char* texels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&texels, &width, &height);
    for (int i = 0; i < frames; ++i) {
      ImGui::NewFrame();
      kit.new_frame(facts.language);
      drawer.draw(facts);
      ImGui::Render();
    }
    return kit.shown();
  }

  Lang lang = Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  ImGuiLayer layer{find_fonts(), lang, Language::zh, 1};
  PanelKit kit{lang, layer};
  PanelDrawer drawer{kit};
};

std::string value_of(Shown const& shown, std::string const& key) {
  auto const it =
      std::find_if(shown.texts.begin(), shown.texts.end(), [&](ShownText const& t) { return t.key == key; });
  return it == shown.texts.end() ? "(not shown)" : it->value;
}

TEST_F(Panels, OverABriefingTellTheFeedInTroubleAlone) {
  PanelFacts facts = test::panel_facts(Language::en);
  facts.workplace = WorkplaceKind::briefing;
  facts.feed_status = Status::good;
  EXPECT_EQ(value_of(draw(facts), "feed"), "(not shown)") << "a title stands in its corner";
  facts.feed_status = Status::high;
  EXPECT_EQ(value_of(draw(facts), "feed"), facts.feed_line);
  facts.workplace = WorkplaceKind::planner;
  facts.feed_status = Status::good;
  EXPECT_EQ(value_of(draw(facts), "feed"), facts.feed_line);
}

TEST_F(Panels, StandApartInsideTheWindowInEveryLanguage) {
  for (Language const language : kLanguages)
    for (auto const& [width, height] : {std::pair{1280, 720}, {1600, 900}, {1920, 1080}}) {
      PanelFacts facts = test::panel_facts(language);
      facts.width = width;
      facts.height = height;
      facts.hover_title.clear();
      auto const shown = draw(facts);
      ASSERT_EQ(shown.boxes.size(), 3U);
      Box const window{0, 0, static_cast<float>(width), static_cast<float>(height)};
      for (std::size_t a = 0; a < shown.boxes.size(); ++a) {
        EXPECT_TRUE(shown.boxes[a].box.inside(window)) << shown.boxes[a].panel << ' ' << width << ' ' << code(language);
        for (std::size_t b = a + 1; b < shown.boxes.size(); ++b)
          EXPECT_FALSE(shown.boxes[a].box.overlaps(shown.boxes[b].box))
              << shown.boxes[a].panel << ' ' << shown.boxes[b].panel;
        if (shown.boxes[a].panel == "inspector") {
          EXPECT_LE(shown.boxes[a].box.width(), 0.28F * static_cast<float>(width) + 1);
        }
      }
    }
}

TEST_F(Panels, ABarThatIsTooWideTakesTwoRowsAndAFullInspectorEndsAboveTheCaption) {
  auto const box_of = [](Shown const& shown, std::string const& panel) {
    return std::ranges::find(shown.boxes, panel, &PanelBox::panel)->box;
  };
  PanelFacts facts = test::panel_facts(Language::en);
  facts.width = 1920;
  facts.height = 1080;
  facts.views = {"overview"};
  float const one_row = box_of(draw(facts), "toolbar").height();
  facts.views = {"overview", "njip",   "songmudao", "xizhongdao", "huayuankou",
                 "port",     "street", "chemical",  "hydrogen",   "windfarm"};
  for (int i = 0; i < 40; ++i)
    facts.selected->rows.push_back({"inspector.row" + std::to_string(i), {}, "1"});
  auto const shown = draw(facts, 5);
  auto const bar = box_of(shown, "toolbar"), inspector = box_of(shown, "inspector");
  EXPECT_GT(bar.height(), 1.5F * one_row);
  EXPECT_TRUE(bar.inside({0, 0, 1920, 1080}));
  EXPECT_GE(inspector.y0, bar.y1);
  EXPECT_LE(inspector.y1, 1080 - 64) << "the caption's line is free";
  facts.width = 3840;
  EXPECT_LT(box_of(draw(facts, 5), "toolbar").height(), 1.5F * one_row) << "a wider window has room for all in one";
}

TEST_F(Panels, TheInspectorSaysWhatTheTwinSays) {
  auto const shown = draw(test::panel_facts(Language::en));
  EXPECT_EQ(value_of(shown, "title"), "LIAO YU 2036");
  EXPECT_EQ(value_of(shown, "inspector.entity"), "mmsi:412345678");
  EXPECT_EQ(value_of(shown, "inspector.kind"), "vessel");
  EXPECT_EQ(value_of(shown, "inspector.provenance"), "synthetic");
  EXPECT_EQ(value_of(shown, "inspector.sources"), "ais-dayaowan, ais-hulushan");
  EXPECT_EQ(value_of(shown, "inspector.t_obs"), "2026-09-26T08:40:00.0Z");
  EXPECT_EQ(value_of(shown, "inspector.age"), "0.8 s");
  EXPECT_EQ(value_of(shown, "inspector.position"), "38.95000° N, 121.89000° E");
}

TEST_F(Panels, ASelectionThatLeftTheSnapshotSaysSo) {
  PanelFacts facts = test::panel_facts(Language::en);
  facts.selected.reset();
  facts.selection_gone = true;
  EXPECT_EQ(value_of(draw(facts), "inspector.gone"), "This object has left the snapshot");
}

TEST_F(Panels, WhatCanBePressedHasAKey) {
  PanelFacts facts = test::panel_facts(Language::en);
  facts.help = facts.layers_open = true;
  for (WorkplaceKind const kind : kWorkplaces) {
    facts.workplace = kind;
    auto const shown = draw(facts);
    EXPECT_GT(shown.buttons.size(), 4U);
    for (std::string const& button : shown.buttons)
      EXPECT_NE(action_of(button, kind), nullptr) << button << " in " << name_of(kind);
  }
}

TEST_F(Panels, NoTofuInAnyText) {
  for (Language const language : kLanguages) {
    PanelFacts facts = test::panel_facts(language);
    facts.help = true;
    layer.need(facts.selected->name);
    for (ShownText const& text : draw(facts).texts)
      for (std::string_view rest = text.value; !rest.empty();) {
        char32_t const c = take_code_point(rest);
        EXPECT_NE(layer.fonts().body->FindGlyphNoFallback(static_cast<ImWchar>(c)), nullptr)
            << text.key << " U+" << std::hex << static_cast<unsigned>(c);
      }
  }
}

TEST_F(Panels, NewCharactersAskForNewFonts) {
  EXPECT_FALSE(layer.update_fonts());
  layer.need("abc 大连");
  EXPECT_FALSE(layer.update_fonts());
  layer.need("鱻");
  EXPECT_TRUE(layer.update_fonts());
  EXPECT_NE(layer.fonts().body->FindGlyphNoFallback(static_cast<ImWchar>(U'鱻')), nullptr);
}

TEST(Clock, Text) {
  EXPECT_EQ(clock_text(16.6667), "16:40");
  EXPECT_EQ(clock_text(0), "00:00");
  EXPECT_EQ(clock_text(24), "00:00");
}

} // namespace
} // namespace dalian::ui
