// What is wrong with a network is a finding at its element, and the rest is answered.
#include "twin/water/inp.hpp"
#include "twin/water/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::water {
namespace {

struct Solved {
  InpFile file;
  Summary summary;
  Field last;

  Finding const* at(Problem problem, std::string const& id) const {
    for (Finding const& f : summary.findings) {
      bool const here = (f.node != kNone && file.network.nodes[f.node].id == id) ||
                        (f.link != kNone && file.network.links[f.link].id == id) || (f.node == f.link && id.empty());
      if (f.problem == problem && here) return &f;
    }
    return nullptr;
  }
  double head(std::string const& id) const {
    for (std::size_t n = 0; n < file.network.nodes.size(); ++n)
      if (file.network.nodes[n].id == id) return last.head_m[n];
    return std::nan("");
  }
  double flow(std::string const& id) const {
    for (std::size_t k = 0; k < file.network.links.size(); ++k)
      if (file.network.links[k].id == id) return 1000 * last.flow_m3s[k];
    return std::nan("");
  }
};

Solved solve(std::string const& text) {
  Solved out;
  // EPANET's litre a second is 5e-6 short.
  auto file = read_inp("[OPTIONS]\n Units LPS\n" + text, "f");
  EXPECT_TRUE(file) << file.error();
  if (!file) return out;
  out.file = std::move(file).value();
  auto summary = simulate(out.file.network, {}, [&](Step const& step) {
    out.last = step.field;
    return true;
  });
  EXPECT_TRUE(summary) << summary.error();
  if (summary) out.summary = std::move(summary).value();
  for (double const h : out.last.head_m)
    EXPECT_TRUE(std::isfinite(h));
  return out;
}

TEST(Faults, AnIslandIsNamedAndTheRestServed) {
  auto const s = solve("[RESERVOIRS]\n r 50\n[JUNCTIONS]\n a 10 5\n b 20 3\n c 15 1\n[PIPES]\n p r a 100 300 120\n"
                       " q a b 50 100 110 0 Closed\n t b c 50 100 110\n");
  ASSERT_NE(s.at(Problem::cut_off, "b"), nullptr);
  ASSERT_NE(s.at(Problem::cut_off, "c"), nullptr);
  EXPECT_EQ(s.at(Problem::cut_off, "a"), nullptr);
  EXPECT_EQ(s.head("b"), 20); // no pressure
  EXPECT_NEAR(s.flow("p"), 5, 1e-4);
  EXPECT_NEAR(s.flow("t"), 0, 1e-9);
  EXPECT_EQ(s.at(Problem::not_balanced, ""), nullptr);
}

TEST(Faults, APumpThatCannotLiftStands) {
  auto const s = solve("[RESERVOIRS]\n r 10\n[TANKS]\n t 60 5 0 10 20\n[JUNCTIONS]\n a 10\n b 10 4\n[PIPES]\n"
                       " p b t 100 300 120\n o a b 10 300 120\n[PUMPS]\n x r a HEAD c\n[CURVES]\n c 50 30\n");
  ASSERT_NE(s.at(Problem::pump_over_shutoff, "x"), nullptr);
  EXPECT_EQ(s.flow("x"), 0);
  EXPECT_NEAR(s.flow("p"), -4, 1e-4); // the tank serves
  EXPECT_EQ(s.at(Problem::not_balanced, ""), nullptr);
}

TEST(Faults, APumpBeyondItsCurveIsNamed) {
  auto const s =
      solve("[RESERVOIRS]\n r 10\n[JUNCTIONS]\n a 10 120\n[PUMPS]\n x r a HEAD c\n[CURVES]\n c 50 30\n[PIPES]\n"
            " p r a 1e6 10 100\n");
  ASSERT_NE(s.at(Problem::pump_beyond_curve, "x"), nullptr);
  ASSERT_NE(s.at(Problem::negative_pressure, "a"), nullptr);
}

TEST(Faults, OfTwoReducingValvesInSeriesTheSecondStandsOpen) {
  auto const s = solve("[RESERVOIRS]\n r 80\n[JUNCTIONS]\n a 10\n b 10\n c 10 5\n[PIPES]\n p r a 100 300 120\n"
                       "[VALVES]\n v a b 200 PRV 40\n w b c 200 PRV 30\n");
  ASSERT_NE(s.at(Problem::valve_idle, "w"), nullptr);
  EXPECT_EQ(s.at(Problem::valve_idle, "v"), nullptr);
  EXPECT_NEAR(s.head("b"), 50, 1e-3);
  EXPECT_NEAR(s.head("c"), 50, 1e-3);
  EXPECT_NEAR(s.flow("w"), 5, 1e-4);
}

TEST(Faults, AValveAtAReservoirStaysIdleWhenAControlSetsIt) {
  auto const s = solve("[RESERVOIRS]\n r 80\n o 60\n[JUNCTIONS]\n a 10 5\n[PIPES]\n p r a 100 300 120\n"
                       "[VALVES]\n v a o 200 PRV 20\n[CONTROLS]\n LINK v 15 AT TIME 1\n[TIMES]\n Duration 2:00\n");
  ASSERT_NE(s.at(Problem::valve_idle, "v"), nullptr);
  EXPECT_GT(s.flow("v"), 5); // open: the reservoir behind it takes what its head draws
  EXPECT_EQ(s.at(Problem::not_balanced, ""), nullptr);
}

TEST(Faults, AValveThatCannotHoldItsPressureIsNamed) {
  auto const s = solve("[RESERVOIRS]\n r 30\n[JUNCTIONS]\n a 10\n b 10 5\n[PIPES]\n p r a 100 300 120\n"
                       "[VALVES]\n v a b 200 PRV 40\n");
  ASSERT_NE(s.at(Problem::valve_beyond, "v"), nullptr);
  EXPECT_NEAR(s.flow("v"), 5, 1e-4);
}

TEST(Faults, ATankRunsDryAndItsZoneIsCutOff) {
  auto const s =
      solve("[TANKS]\n t 40 2 1 5 4\n[JUNCTIONS]\n a 10 5\n[PIPES]\n p t a 100 200 120\n[TIMES]\n Duration 2\n");
  auto const* dry = s.at(Problem::tank_empty, "t");
  ASSERT_NE(dry, nullptr);
  EXPECT_EQ(dry->first_s, 2513); // π 4²/4 · 1 m at 5 l/s
  ASSERT_NE(s.at(Problem::cut_off, "a"), nullptr);
  EXPECT_NEAR(s.summary.served_m3, 12.566, 1e-2);
  EXPECT_NEAR(s.summary.wanted_m3, 36, 1e-3);
}

TEST(Faults, TrialsThatRunOutAreSaid) {
  auto const s =
      solve("[OPTIONS]\n Trials 1\n[RESERVOIRS]\n r 50\n[JUNCTIONS]\n a 10 5\n b 10 3\n[PIPES]\n p r a 100 300 120\n"
            " q a b 900 80 110\n u r b 5000 90 100\n");
  ASSERT_NE(s.at(Problem::not_balanced, ""), nullptr);
  EXPECT_GT(s.at(Problem::not_balanced, "")->worst, 1e-4);
}

/// Loops with random pipes: mass at every node, the loss along every pipe by the formula itself, no way round gains
/// head.
TEST(Faults, RandomNetworksAnswerTheirOwnEquations) {
  std::mt19937 random(1127);
  for (int round = 0; round < 30; ++round) {
    SCOPED_TRACE(round);
    std::string text = "[RESERVOIRS]\n r 60\n[JUNCTIONS]\n";
    int const size = 3 + static_cast<int>(random() % 30);
    for (int i = 0; i < size; ++i)
      text += " n" + std::to_string(i) + " 5 " + std::to_string(random() % 4) + "\n";
    text += "[PIPES]\n e r n0 100 400 120\n";
    for (int i = 1; i < 2 * size; ++i) {
      int const from = i < size ? static_cast<int>(random() % static_cast<unsigned>(i))
                                : static_cast<int>(random() % static_cast<unsigned>(size));
      int const to = i < size ? i : (from + 1) % size;
      text += " p" + std::to_string(i) + " n" + std::to_string(from) + " n" + std::to_string(to) + " " +
              std::to_string(10 + random() % 900) + " " + std::to_string(100 + random() % 400) + " 110\n";
    }
    auto const s = solve(text);
    EXPECT_EQ(s.at(Problem::not_balanced, ""), nullptr);
    EXPECT_LE(s.summary.residual.mass_m3s, 1e-7);
    EXPECT_LE(s.summary.residual.head_m, 1e-3);
    Network const& net = s.file.network;
    for (std::size_t k = 0; k < net.links.size(); ++k) {
      Link const& l = net.links[k];
      // Hazen–Williams in SI, 10.67 (AWWA M32): the constant of EPANET 2 differs in the fourth digit.
      double const q = std::abs(s.last.flow_m3s[k]);
      double const loss = 10.67 * l.length_m * std::pow(q / l.roughness, 1.852) / std::pow(l.diameter_m, 4.87);
      EXPECT_NEAR(std::abs(s.last.head_m[l.from] - s.last.head_m[l.to]), loss, 2e-3 * loss + 2e-3) << l.id;
    }
  }
}

} // namespace
} // namespace dalian::water
