#include "twin/planner/session.hpp"

#include "twin/plan/merge.hpp"
#include "twin/plan/tool_words.hpp"
#include "twin/planner/figures.hpp"
#include "twin/planner/things.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dalian::planner {
namespace {

plan::Desk empty_desk(plan::Layout const& base, std::string name) {
  return {{std::move(name), {}, base.hash(), {}}, plan::EditLog(base), {}};
}

plan::Draft refusal(plan::Layer layer, std::string const& id, std::string message) {
  return {{}, {{plan::Severity::error, std::string(plan::spec_of(layer).name), id, "", std::move(message)}}};
}

/// The fields that are given, but for what says where it stands.
plan::Fields fields_of(plan::Entity const& entity) {
  plan::Fields out;
  auto const& spec = plan::spec_of(entity.layer());
  for (std::size_t i = 0; i < spec.fields.size(); ++i) {
    auto const name = spec.fields[i].name;
    if (name == "at" || name == "outline" || name == "parcel" || name == "bus") continue;
    if (plan::is_given(entity.row().values[i])) out.emplace_back(std::string(name), entity.row().values[i]);
  }
  return out;
}

std::string conflict_text(plan::Conflict const& c) {
  return fmt::format("{} '{}'{}", plan::spec_of(c.layer).name, c.id,
                     c.field.empty() ? "" : ", field '" + c.field + "'");
}

} // namespace

Session::Session(SessionSetup setup)
    : setup_(std::move(setup)), desk_(empty_desk(setup_.base, "")), saved_(setup_.base),
      evaluator_(std::make_unique<Evaluator>(setup_.engines, setup_.base, setup_.threads)) {
  ask();
}

bool Session::unsaved() const {
  return layout().hash() != saved_.hash();
}

Done Session::apply(std::string by, plan::Draft draft) {
  if (draft.refused()) return {false, std::move(draft.findings)};
  auto const before = layout().hash();
  if (auto const done = desk_.log.apply({std::move(by), std::move(draft.edits)}); !done)
    return {false, {{plan::Severity::error, "", "", "", done.error()}}};
  if (layout().hash() != before) ask();
  return {true, std::move(draft.findings)};
}

Done Session::use(std::string by, Tool const& tool) {
  return apply(std::move(by), tool({layout(), setup_.surface.get()}));
}

Session::Trial Session::attempt(Tool const& tool) {
  auto draft = tool({layout(), setup_.surface.get()});
  if (draft.refused()) return {layout(), {false, std::move(draft.findings)}};
  Trial out{plan::apply_all(layout(), draft.edits).layout, {true, std::move(draft.findings)}};
  evaluator_->ask(out.layout, Evaluator::Depth::glance);
  return out;
}

Done Session::use_words(std::vector<std::string> const& words) {
  auto draft = plan::run_tool({layout(), setup_.surface.get()}, words);
  if (!draft) return {false, {{plan::Severity::error, "", "", "", draft.error()}}};
  return apply(fmt::format("{}", fmt::join(words, " ")), std::move(draft).value());
}

Done Session::duplicate(plan::Layer layer, std::string const& id, MapPoint to) {
  return use(fmt::format("copy {} {}", plan::spec_of(layer).name, id), [&](plan::Site const& site) {
    auto const entity = site.layout.find(layer, id);
    auto const middle = entity ? middle_of(*entity) : std::nullopt;
    if (!middle) return refusal(layer, id, "is not there, or has no place: choose another");
    if (layer != plan::Layer::building) return plan::place(site, layer, to, fields_of(*entity));
    auto ring = plan::to_map(entity->shape("outline"));
    for (MapPoint& p : ring)
      p = {p.east_m + to.east_m - middle->east_m, p.north_m + to.north_m - middle->north_m};
    return plan::place_building(site, ring, fields_of(*entity));
  });
}

Done Session::remove(plan::Layer layer, std::string const& id) {
  return use(fmt::format("remove {} {}", plan::spec_of(layer).name, id), [&](plan::Site const& site) {
    if (!site.layout.find(layer, id)) return refusal(layer, id, "is not there: choose another");
    return plan::Draft{{{plan::Edit::Kind::remove, layer, id, {}, {}, {}}}, {}};
  });
}

bool Session::undo() {
  bool const done = desk_.log.undo();
  if (done) ask();
  return done;
}

bool Session::redo() {
  bool const done = desk_.log.redo();
  if (done) ask();
  return done;
}

Status Session::open(std::filesystem::path const& file) {
  if (!std::filesystem::exists(file)) return Error{file.string() + ": is not there: name a scenario file"};
  auto desk = plan::open_desk(file, setup_.base, {});
  if (!desk) return Error{desk.error()};
  desk_ = std::move(desk).value();
  file_ = file;
  saved_ = layout();
  ask();
  return {};
}

void Session::start(std::string name) {
  desk_ = empty_desk(setup_.base, std::move(name));
  file_.clear();
  saved_ = setup_.base;
  ask();
}

Status Session::join_with_file(std::filesystem::path const& file) {
  auto const theirs = plan::read_scenario(file);
  if (!theirs) return Error{theirs.error()};
  if (theirs->base != setup_.base.hash())
    return Error{file.string() + ": holds a scenario of another layout: save under another name"};
  auto const on_disk = plan::apply_all(setup_.base, theirs->edits).layout;
  if (file == file_ && on_disk.hash() == saved_.hash()) return {};
  auto const merged = plan::merge(file == file_ ? saved_ : setup_.base, layout(), on_disk);
  if (!merged.conflicts.empty())
    return Error{fmt::format("{} was changed by another, who wants something else of {}{}; nothing was written: save "
                             "under another name, or undo it",
                             file.string(), conflict_text(merged.conflicts.front()),
                             merged.conflicts.size() > 1 ? fmt::format(" and {} more", merged.conflicts.size() - 1)
                                                         : std::string())};
  auto const steps = plan::difference(layout(), merged.layout);
  if (steps.empty()) return {};
  if (auto const done = desk_.log.apply({"joined with " + file.filename().string(), steps}); !done) return done;
  ask();
  return {};
}

Status Session::save(std::filesystem::path const& file) {
  if (std::filesystem::exists(file))
    if (auto const joined = join_with_file(file); !joined) return joined;
  if (auto const written = plan::save_desk(desk_, file); !written) return written;
  file_ = file;
  saved_ = layout();
  return {};
}

bool Session::answer_is_old() const {
  auto const newest = answer();
  return !newest || newest->layout != layout().hash() || !newest->awaited.empty();
}

Result<std::string> Session::report(std::string const& zone, whatif::ReportWords const& words) const {
  if (answer_is_old()) return Error{"the engines are still at work: ask again when they are done"};
  auto const newest = answer();
  auto paper = setup_.paper;
  paper.zone = zone;
  paper.title = desk_.scenario.name;
  auto const findings = [&](plan::Layout const& of, whatif::Outcomes const& outcomes) {
    plan::Findings all;
    for (auto const& mark : marks_of({newest->layout, outcomes, outcomes, {}, 0, {}}, of, of))
      all.push_back(mark.finding);
    return all;
  };
  paper.scenarios.push_back({"base", base(), newest->base, {}, findings(base(), newest->base)});
  paper.scenarios.push_back(
      {desk_.scenario.name, layout(), newest->now, desk_.log.edits(), findings(layout(), newest->now)});
  return whatif::report_html(paper, words);
}

MapPoint snapped(plan::Layout const& layout, MapPoint at, double step_m, double near_m) {
  if (auto const parcel = plan::parcel_at(layout, at)) {
    auto const ring = plan::to_map(layout.find(plan::Layer::parcel, *parcel)->shape("outline"));
    MapPoint const middle = plan::centroid(ring);
    if (distance_m(at, middle) <= near_m) return middle;
  }
  return {std::round(at.east_m / step_m) * step_m, std::round(at.north_m / step_m) * step_m};
}

} // namespace dalian::planner
