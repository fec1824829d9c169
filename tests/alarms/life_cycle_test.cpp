#include "twin/alarms/life_cycle.hpp"

#include <gtest/gtest.h>

namespace dalian::alarms {
namespace {

constexpr auto kNothing = std::optional<State>{};

struct Row {
  State from;
  Event event;
  Situation situation;
  std::optional<State> to;
};

void PrintTo(Row const& row, std::ostream* out) {
  *out << to_string(row.from) << " + " << to_string(row.event);
}

class LifeCycle : public testing::TestWithParam<Row> {};

TEST_P(LifeCycle, FollowsTheStandard) {
  auto const& [from, event, situation, to] = GetParam();
  EXPECT_EQ(next(from, event, situation), to);
}

using enum State;
using E = Event;
constexpr Situation kThere{true, false}, kOver{false, false}, kOverLatched{false, true};

// The transitions of the diagram of ANSI/ISA-18.2-2016 and IEC 62682:2014, by the letters of its states.
INSTANTIATE_TEST_SUITE_P(Transitions, LifeCycle,
                         testing::Values(Row{normal, E::onset, kThere, unacknowledged},             // A → B
                                         Row{unacknowledged, E::acknowledge, kThere, acknowledged}, // B → C
                                         Row{acknowledged, E::ended, kOver, normal},                // C → A
                                         Row{unacknowledged, E::ended, kOver, returned},            // B → D
                                         Row{returned, E::acknowledge, kOver, normal},              // D → A
                                         Row{returned, E::onset, kThere, unacknowledged},           // D → B, re-alarm
                                         Row{unacknowledged, E::ended, kOverLatched, returned},     // B → E
                                         Row{returned, E::acknowledge, kOverLatched, latched},      // E → F
                                         Row{acknowledged, E::ended, kOverLatched, latched},        // C → F
                                         Row{latched, E::clear, kOverLatched, normal},              // F → A, reset
                                         Row{latched, E::onset, kThere, unacknowledged},            // F → B
                                         Row{returned, E::clear, kOver, normal}, // acknowledged and reset at once
                                         Row{unacknowledged, E::shelve, kThere, shelved},   // B → G
                                         Row{acknowledged, E::shelve, kThere, shelved},     // C → G
                                         Row{returned, E::shelve, kOver, shelved},          // D → G
                                         Row{latched, E::shelve, kOverLatched, shelved},    // F → G
                                         Row{shelved, E::unshelve, kThere, unacknowledged}, // G → B, also by its time
                                         Row{shelved, E::unshelve, kOver, normal},          // G → A
                                         Row{shelved, E::unshelve, kOverLatched, returned}, // G → E: still to be reset
                                         Row{shelved, E::shelve, kThere, shelved},          // until another time
                                         Row{shelved, E::onset, kThere, shelved},
                                         Row{shelved, E::ended, kOver, shelved}));

INSTANTIATE_TEST_SUITE_P(
    Refusals, LifeCycle,
    testing::Values(Row{normal, E::acknowledge, kOver, kNothing}, Row{normal, E::shelve, kOver, kNothing},
                    Row{normal, E::ended, kOver, kNothing}, Row{normal, E::clear, kOver, kNothing},
                    Row{unacknowledged, E::onset, kThere, kNothing}, Row{unacknowledged, E::clear, kThere, kNothing},
                    Row{unacknowledged, E::unshelve, kThere, kNothing},
                    Row{acknowledged, E::acknowledge, kThere, kNothing}, Row{acknowledged, E::onset, kThere, kNothing},
                    Row{acknowledged, E::clear, kThere, kNothing}, Row{latched, E::acknowledge, kOverLatched, kNothing},
                    Row{latched, E::ended, kOverLatched, kNothing}, Row{returned, E::ended, kOver, kNothing},
                    Row{returned, E::unshelve, kOver, kNothing}, Row{shelved, E::acknowledge, kThere, kNothing},
                    Row{shelved, E::clear, kOver, kNothing}));

TEST(LifeCycle, TellsWhatToDoInstead) {
  EXPECT_EQ(refusal(unacknowledged, E::clear),
            "is still present; acknowledge or shelve it, it goes when its cause goes");
  EXPECT_EQ(refusal(shelved, E::acknowledge), "is shelved; unshelve it first");
  EXPECT_EQ(refusal(acknowledged, E::acknowledge), "is acknowledged already");
  EXPECT_EQ(refusal(acknowledged, E::unshelve), "is not shelved");
}

} // namespace
} // namespace dalian::alarms
