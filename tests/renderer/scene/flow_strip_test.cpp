#include "renderer/scene/flow_strip.hpp"

#include "tests/support/test_terrain.hpp"

#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

view::FlowLine line(double speed_mps) {
  return {"l",
          view::FlowDomain::water,
          {{380000, 4340000}, {380000, 4340000}, {380030, 4340040}, {380030, 4340100}},
          {1, 1, 1, 1},
          2,
          speed_mps,
          Provenance::modelled};
}

TEST(FlowStrip, MeasuresItsLength) {
  FlowStrips strips;
  append_flow(strips, line(10), {380000, 4340000});
  ASSERT_EQ(strips.points.size(), 3U) << "the doubled point is left out";
  EXPECT_FLOAT_EQ(strips.points[1].along_m, 50);
  EXPECT_FLOAT_EQ(strips.points[2].along_m, 110);
  EXPECT_EQ(strips.points[0].style, FLOW_FIRST | 0U);
  EXPECT_EQ(strips.points[2].style, FLOW_LAST | 0U);
  append_flow(strips, line(-10), {380000, 4340000});
  EXPECT_EQ(strips.points[3].style, FLOW_FIRST | 1U);
  EXPECT_LT(strips.styles[1].beat_hz, 0);
}

TEST(FlowStrip, DomainsHaveTheirColours) {
  EXPECT_EQ(domain_color(view::FlowDomain::power), 0xE69F00U);
  EXPECT_EQ(domain_color(view::FlowDomain::water), 0x0072B2U);
  EXPECT_EQ(domain_color(view::FlowDomain::gas), 0x009E73U);
  EXPECT_EQ(domain_color(view::FlowDomain::heat), 0xD55E00U);
  EXPECT_EQ(domain_color(view::FlowDomain::vehicles), 0x56B4E9U);
}

/// Where the head of a pulse is brightest within a period.
double head(double time_s, float beat_hz) {
  double best = 0;
  float most = -1;
  for (double along = 0; along < 24; along += 0.01)
    if (float const p = pulse(along, time_s, beat_hz, 24); p > most) most = p, best = along;
  return best;
}

TEST(FlowPhase, TravelsWithTheFlow) {
  float const forth = beat(12), back = beat(-12);
  EXPECT_FLOAT_EQ(forth, 0.5F);
  EXPECT_NEAR(head(0.4, forth) - head(0, forth), 12 * 0.4 - 24, 0.05) << "past the end of the period";
  EXPECT_NEAR(head(0.1, forth) - head(0, forth), 1.2, 0.05) << "at the speed, at the finest period";
  EXPECT_NEAR(head(0.1, back) - head(0, back), -1.2, 0.05);
}

TEST(FlowPhase, RepeatsAfterABeat) {
  for (double along = 0; along < 100; along += 1.7) {
    EXPECT_NEAR(pulse(along, 3, 0.5F, 24), pulse(along, 5, 0.5F, 24), 1e-5);
    EXPECT_NEAR(pulse(along, 3, 0.5F, 24), pulse(along + 24, 3, 0.5F, 24), 1e-5);
  }
}

TEST(FlowPhase, HeadLeadsTail) {
  // Forth: behind the head (less along) the light falls off slowly, before it at once.
  double const at = head(0, 0.5F);
  EXPECT_GT(pulse(at - 4, 0, 0.5F, 24), pulse(at + 1.8, 0, 0.5F, 24));
  double const back = head(0, -0.5F);
  EXPECT_GT(pulse(back + 4, 0, -0.5F, 24), pulse(back - 1.8, 0, -0.5F, 24));
}

TEST(Edges, OfAFenceFollowTheGround) {
  auto const terrain = test::island();
  view::Volume const fence{"f", view::VolumeKind::geofence,
                           view::Prism{{{0, 0}, {1000, 0}, {1000, 800}, {0, 800}}, -5, 300}, Provenance::modelled};
  FlowStrips strips;
  append_edges(strips, fence, terrain, {0, 0});
  int at_ground = 0;
  for (FlowPoint const& p : strips.points) {
    double const z = p.position_mm.z * 1e-3;
    if (z > 299) continue;
    double const ground = std::max(0.0F, terrain.height_at({p.position_mm.x * 1e-3, p.position_mm.y * 1e-3}));
    EXPECT_NEAR(z, ground + 0.6, 0.01);
    ++at_ground;
  }
  EXPECT_GT(at_ground, 170) << "every 20 m";
}

} // namespace
} // namespace dalian::scene
