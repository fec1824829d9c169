#include "twin/plan/group.hpp"

#include <set>

namespace dalian::plan {

Draft all_or_none(Site const& site, std::vector<GroupPart> const& parts) {
  Layout ground = site.layout;
  for (GroupPart const& part : parts)
    if (ground.find(part.layer, part.id)) ground = ground.without(part.layer, part.id);
  Draft all;
  for (GroupPart const& part : parts) {
    auto const stood = site.layout.find(part.layer, part.id);
    Layout const with_it = stood ? ground.with(part.layer, stood->row()) : ground;
    auto draft = part.tool({with_it, site.surface});
    if (!draft.refused()) ground = apply_all(with_it, draft.edits).layout; // else nobody knows where it would be
    all.findings.insert(all.findings.end(), draft.findings.begin(), draft.findings.end());
  }
  if (!all.refused()) all.edits = difference(site.layout, ground);
  return all;
}

std::size_t refused_things(Findings const& findings) {
  std::set<std::pair<std::string, std::string>> things;
  for (Finding const& finding : findings)
    if (finding.severity == Severity::error) things.emplace(finding.layer, finding.id);
  return things.size();
}

} // namespace dalian::plan
