#pragma once
// How the planner's panels say numbers and names.
#include "renderer/ui/tokens.hpp"
#include "twin/plan/finding.hpp"

#include <string>
#include <string_view>

namespace dalian::workplaces {

/// A key of the words: "plan.GROUP.NAME".
std::string plan_word(std::string_view group, std::string_view name);

/// With a capital at the beginning where the script has them.
std::string capital(std::string words);

/// With as many digits as it is worth, in groups of three from 10 000 on.
std::string figure_text(double value);
/// With its sign, also where it is 0.
std::string signed_text(double value);

ui::Status status_of(plan::Severity severity);

} // namespace dalian::workplaces
