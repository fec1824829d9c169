#pragma once
// How much more a bus can take: the largest generation (solar) or load (chargers) there, at unity power factor, with
// which every voltage stays within its limits and every branch within its rating. Found by solving, not by slope.
#include "twin/power/study.hpp"

namespace dalian::power {

enum class Guest : std::uint8_t { generation, load };

struct Hosting {
  double mw = 0;        // to 1e-3 of `most_mw`
  bool is_most = false; // all that was asked for fits
  std::string limit;    // what is in the way of more: "branch 4-5: its rating"
};

/// `most_mw`: where to stop looking. What the base breaks already must not become worse.
Hosting find_hosting(Study& study, std::size_t bus, Guest guest, double most_mw);

} // namespace dalian::power
