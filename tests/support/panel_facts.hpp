#pragma once
// A window's worth of facts for tests of panels: a synthetic vessel is selected, another one is under the pointer.
#include "renderer/ui/panels.hpp"

namespace dalian::test {

inline ui::PanelFacts panel_facts(ui::Language language) {
  ui::PanelFacts facts;
  facts.language = language;
  facts.width = 1280;
  facts.height = 720;
  facts.views = {"overview", "njip", "songmudao", "xizhongdao", "huayuankou", "port"};
  facts.current_view = "port";
  facts.workplaces.assign(ui::kWorkplaces.begin(), ui::kWorkplaces.end());
  facts.layers = {"density"};
  view::Inspection ship;
  ship.handle = 7;
  ship.entity = "mmsi:412345678";
  ship.name = "LIAO YU 2036";
  ship.kind = "vessel";
  ship.provenance = Provenance::synthetic;
  ship.t_obs = parse_utc("2026-09-26T16:40:00+08:00").value();
  ship.age_s = 0.8;
  ship.sources = {"ais-dayaowan", "ais-hulushan"};
  ship.rows = {{"inspector.position", {}, "38.95000° N, 121.89000° E"},
               {"inspector.sigma", {}, "±8.4 m"},
               {"inspector.speed", {}, "12.4 kn"},
               {"inspector.course", {}, "187.3°"},
               {"inspector.covariance", {}, "71 0.3 4.1 0; 70 0 4.2; 0.31 0; 0.30 m², m²/s, m²/s²"},
               {"inspector.updates", {}, "42"}};
  facts.selected = ship;
  facts.hover_title = "HAI YANG 12";
  facts.hover_detail = "1.2 s";
  facts.feed_line = "ais-dayaowan · 12 msg/s · 0.8 s";
  return facts;
}

} // namespace dalian::test
