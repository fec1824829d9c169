#include "twin/alarms/rule.hpp"

#include <algorithm>

namespace dalian::alarms {
namespace {

bool holds(std::vector<std::uint32_t> const& types, std::uint32_t type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

} // namespace

bool Rule::applies_to(state::Kind kind, std::uint32_t ship_type) const {
  if (kinds.any() && !kinds.test(static_cast<std::size_t>(kind))) return false;
  return (ship_types.empty() || holds(ship_types, ship_type)) && !holds(except_ship_types, ship_type);
}

bool Rule::passes_over(std::optional<std::uint32_t> nav_status) const {
  return nav_status && holds(except_nav_status, *nav_status);
}

std::shared_ptr<std::vector<RuleFacts> const> RuleSet::facts() const {
  auto facts = std::make_shared<std::vector<RuleFacts>>();
  for (auto const& rule : rules)
    facts->push_back(rule.facts);
  return facts;
}

} // namespace dalian::alarms
