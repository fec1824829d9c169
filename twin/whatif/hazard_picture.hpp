#pragma once
// An accident as one map that needs nothing beside it, SVG: who is in the area, which roads are closed, who goes round
// where and what it costs.
#include "twin/whatif/hazard_chain.hpp"
#include "twin/whatif/report.hpp"

namespace dalian::whatif {

/// What a picture says beside the chain. All words are those of assets/lang/report.json under "chain.".
struct PictureText {
  ReportWords const& words;
  Programme const& programme;
  std::string wind; // "2.1 m/s from 20°, class F"
};

std::string chain_svg(Chain const& chain, plan::Layout const& layout, PictureText const& text);

} // namespace dalian::whatif
