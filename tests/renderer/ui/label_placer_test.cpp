#include "renderer/ui/label_placer.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace dalian::ui {
namespace {

PlacerConfig config_of(int width, int height) {
  PlacerConfig config;
  config.width = width;
  config.height = height;
  config.limit = 1000;
  return config;
}

struct Case {
  PlacerConfig config;
  std::vector<LabelRequest> requests;
  Placement before;
};

Case random_case(std::mt19937& random) {
  auto const pick = [&](double lo, double hi) { return std::uniform_real_distribution<double>(lo, hi)(random); };
  Case c{config_of(static_cast<int>(pick(200, 1400)), static_cast<int>(pick(150, 900))), {}, {}};
  for (int i = 0; i < 2; ++i) {
    auto const x = static_cast<float>(pick(0, 300)), y = static_cast<float>(pick(0, 200));
    c.config.obstacles.push_back({x, y, x + 150, y + 40});
  }
  auto const count = static_cast<std::size_t>(pick(1, 150));
  for (std::size_t i = 0; i < count; ++i) {
    LabelRequest request;
    request.id = 1000 + i;
    request.priority = std::floor(pick(0, 8));
    auto const x = static_cast<float>(pick(-50, c.config.width + 50.0)),
               y = static_cast<float>(pick(-50, c.config.height + 50.0));
    auto const w = static_cast<float>(pick(10, 220)), h = static_cast<float>(pick(8, 50));
    request.options = {{x, y, x + w, y + h}, {x - w, y, x, y + h}, {x - w / 2, y - h, x + w / 2, y}};
    if (i % 5 == 0) request.order = {2, 0};
    if (i % 3 == 0) c.before[request.id] = static_cast<int>(i % 4); // 3 is out of range on purpose
    c.requests.push_back(request);
  }
  return c;
}

/// The rule of the header, written as plainly as it reads: every pair of boxes is compared.
std::vector<int> place_plainly(Case const& c) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < c.requests.size(); ++i)
    order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(-c.requests[a].priority, !c.before.contains(c.requests[a].id), c.requests[a].id) <
           std::tuple(-c.requests[b].priority, !c.before.contains(c.requests[b].id), c.requests[b].id);
  });
  std::vector<Box> taken;
  for (Box const& o : c.config.obstacles)
    taken.push_back(o.grown(c.config.gap));
  std::vector<int> chosen(c.requests.size(), kNotPlaced);
  float const m = c.config.margin;
  Box const picture{m, m, static_cast<float>(c.config.width) - m, static_cast<float>(c.config.height) - m};
  for (std::size_t const i : order) {
    LabelRequest const& r = c.requests[i];
    std::vector<int> tries = r.order.empty() ? std::vector<int>{0, 1, 2} : r.order;
    if (auto const was = c.before.find(r.id); was != c.before.end() && was->second < 3)
      tries.insert(tries.begin(), was->second);
    for (int const option : tries) {
      Box const& box = r.options[static_cast<std::size_t>(option)];
      if (!box.inside(picture) ||
          std::any_of(taken.begin(), taken.end(), [&](Box const& t) { return t.overlaps(box); }))
        continue;
      chosen[i] = option;
      taken.push_back(box.grown(c.config.gap));
      break;
    }
  }
  return chosen;
}

TEST(LabelPlacer, AgreesWithComparingEveryPair) {
  unsigned const seed = 20261123;
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    Case const c = random_case(random);
    ASSERT_EQ(place_labels(c.config, c.requests, c.before), place_plainly(c)) << "seed " << seed << ", round " << round;
  }
}

TEST(LabelPlacer, NothingOverlapsNothingIsCutAndImportanceDecides) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    Case const c = random_case(random);
    auto const chosen = place_labels(c.config, c.requests, c.before);
    std::vector<std::pair<Box, double>> shown;
    for (std::size_t i = 0; i < chosen.size(); ++i)
      if (chosen[i] != kNotPlaced)
        shown.emplace_back(c.requests[i].options[static_cast<std::size_t>(chosen[i])], c.requests[i].priority);
    for (std::size_t a = 0; a < shown.size(); ++a) {
      EXPECT_GE(shown[a].first.x0, 0);
      EXPECT_LE(shown[a].first.x1, c.config.width);
      for (std::size_t b = a + 1; b < shown.size(); ++b)
        EXPECT_FALSE(shown[a].first.overlaps(shown[b].first));
    }
    // Whoever was left out inside the picture was blocked by something at least as important.
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (chosen[i] != kNotPlaced) continue;
      for (Box const& box : c.requests[i].options) {
        if (!box.inside({8, 8, static_cast<float>(c.config.width) - 8, static_cast<float>(c.config.height) - 8}))
          continue;
        if (!c.requests[i].order.empty() && &box == &c.requests[i].options[1]) continue;
        bool const blocked =
            std::any_of(shown.begin(), shown.end(),
                        [&](auto const& s) {
                          return s.second >= c.requests[i].priority && s.first.grown(c.config.gap).overlaps(box);
                        }) ||
            std::any_of(c.config.obstacles.begin(), c.config.obstacles.end(),
                        [&](Box const& o) { return o.grown(c.config.gap).overlaps(box); });
        EXPECT_TRUE(blocked);
      }
    }
  }
}

TEST(LabelPlacer, KeepsItsPlaceUntilItMustGo) {
  PlacerConfig const config = config_of(800, 600);
  LabelRequest a{1, 5, {{100, 100, 200, 120}, {300, 100, 400, 120}}, {}, {}};
  LabelRequest b{2, 5, {{300, 100, 400, 120}, {100, 100, 200, 120}}, {}, {}};
  EXPECT_EQ(place_labels(config, {a, b}), (std::vector<int>{0, 0}));
  // Both stay where they were though each would now prefer the other place.
  EXPECT_EQ(place_labels(config, {a, b}, {{1, 1}, {2, 1}}), (std::vector<int>{1, 1}));
  // A newcomer of the same rank and lower id does not push out what is there …
  LabelRequest const newcomer{0, 5, {{100, 100, 200, 120}}, {}, {}};
  EXPECT_EQ(place_labels(config, {newcomer, a}, {{1, 0}}), (std::vector<int>{kNotPlaced, 0}));
  // … a more important one does: the old label moves to its other place.
  LabelRequest const important{0, 6, {{100, 100, 200, 120}}, {}, {}};
  EXPECT_EQ(place_labels(config, {important, a}, {{1, 0}}), (std::vector<int>{0, 1}));
}

TEST(LabelPlacer, NothingIsPutOnALeaderLine) {
  LabelRequest const high{1, 2, {{100, 100, 200, 120}}, {{148, 120, 152, 200}}, {}};
  LabelRequest const below{2, 1, {{120, 150, 180, 170}, {220, 150, 280, 170}}, {}, {}};
  EXPECT_EQ(place_labels(config_of(800, 600), {high, below}), (std::vector<int>{0, 1}));
}

TEST(LabelPlacer, StopsAtTheLimit) {
  PlacerConfig config = config_of(800, 600);
  config.limit = 1;
  LabelRequest const a{1, 1, {{100, 100, 200, 120}}, {}, {}}, b{2, 2, {{300, 100, 400, 120}}, {}, {}};
  EXPECT_EQ(place_labels(config, {a, b}), (std::vector<int>{kNotPlaced, 0}));
}

} // namespace
} // namespace dalian::ui
