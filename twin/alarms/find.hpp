#pragma once
// Where the conditions of rules hold at one instant. Pure functions of what they are given and of the fences' memory.
#include "twin/alarms/rule.hpp"
#include "twin/alarms/target.hpp"
#include "twin/alarms/watch_list.hpp"

#include <map>
#include <optional>
#include <vector>

namespace dalian::alarms {

/// What a geofence remembers from one look to the next.
struct FenceMemory {
  std::optional<state::FenceTracker> tracker;
  std::map<std::uint32_t, Instant> crossed; // handle → until when entering or leaving counts as present
};

/// One rule, and what it may look at.
struct Search {
  RuleSet const& rules;
  std::uint32_t index; // of the rule
  Lookout const& lookout;
  WatchList const& watches; // of the last look
  bool twin_in_trouble = false;
  World const& world = lookout.world();
  Rule const& rule() const { return rules.rules[index]; }
};

/// Appends every condition of the rule that holds, in ascending order of keys, each once. A condition that held stays
/// as long as its tracks are there but too old to say.
void find(Search const& search, FenceMemory& memory, std::vector<Finding>& findings);

/// find() for the rules about pairs.
void find_pairs(Search const& search, std::vector<Finding>& findings);

/// The value to tell people when this is raised, in SI: that of the finding, or measured more carefully.
double value_to_tell(RuleSet const& rules, Rule const& rule, Target const& target, double found);

// ---- for find*.cpp -------------------------------------------------------------------------------------------------

inline bool fresh(Rule const& rule, Target const& t) {
  return rule.max_age ? t.track->has_position && t.age <= *rule.max_age : t.believed;
}

/// Those that a rule may apply to, as indices in ascending order; null = all.
std::vector<std::uint32_t> const* narrowed(Search const& s);

/// Calls visit(Target const&), in ascending order of handles, for everything the rule applies to.
template <class Visit>
void each_subject(Search const& s, Visit&& visit) {
  Rule const& rule = s.rule();
  auto const offer = [&](Target const& t) {
    if (rule.applies_to(t.kind, t.profile.ship_type) && !rule.passes_over(t.track->nav_status)) visit(t);
  };
  if (auto const* indices = narrowed(s)) {
    for (auto const index : *indices)
      offer(s.world.targets[index]);
  } else {
    for (Target const& t : s.world.targets)
      offer(t);
  }
}

/// … and is where the rule looks, by a position that is new enough.
template <class Visit>
void each_watched(Search const& s, Visit&& visit) {
  Rule const& rule = s.rule();
  each_subject(s, [&](Target const& t) {
    if (fresh(rule, t) && (!rule.within || s.rules.places[*rule.within].contains(t.position))) visit(t);
  });
}

} // namespace dalian::alarms
