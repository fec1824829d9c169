#pragma once
// The small town with something for an engine or for all, and edits of it drawn at random.
#include "tests/plan/random_edits.hpp"

namespace dalian::whatif::testing {

/// On two substations, each fed from a stiff bus by a cable of two circuits and two transformers; the first hundred
/// parcels hang on one, the others on the other.
plan::Layout supplied(plan::Layout const& town);

plan::Edit water_pipe(std::string id, std::string from, std::string to, double length_m, double diameter_m);
/// On two parts: reservoir → main → tank → pumps → a → b → c (with a ring over d), the first hundred parcels; and, from
/// another reservoir, e alone with the rest.
plan::Layout watered(plan::Layout const& town);

/// source → a → b, all parcels at b; a hydrogen pipe from an electrolyser to a station beside a node that holds.
plan::Layout gassed(plan::Layout const& town);

/// With all that engines read: those networks, main roads to the world beyond, a bus line, a quay, a vessel, blocks in
/// each other's shade.
plan::Layout whole_town(int parcels);

/// An edit that can be applied, of a layer that an engine reads; `kind` below kEditKinds says which, the last kind are
/// all those of random_edit().
inline constexpr int kEditKinds = 11;
plan::Edit random_edit_of(int kind, plan::Layout const& layout, std::mt19937& random);

} // namespace dalian::whatif::testing
