#include "twin/planner/session.hpp"

#include "twin/base/paths.hpp"
#include "twin/plan/tool_words.hpp"
#include "twin/planner/figures.hpp"

#include <cmath>
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace dalian::planner {
namespace {

constexpr char kAtWork[] = "the engines are still at work: ask again when they are done";

plan::Desk empty_desk(plan::Layout const& base, std::string name) {
  return {{std::move(name), {}, base.hash(), {}}, plan::EditLog(base), {}};
}

std::string conflict_text(plan::Conflict const& c) {
  return fmt::format("{} '{}'{}", plan::spec_of(c.layer).name, c.id,
                     c.field.empty() ? "" : ", field '" + c.field + "'");
}

/// Two that save into one folder at once do it one after the other, so that the second sees what the first wrote. Where
/// a folder cannot be locked, they go on without.
class FolderHold {
 public:
  static FolderHold take(std::filesystem::path const& folder) {
    FolderHold out;
    out.fd_ = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (out.fd_ >= 0) ::flock(out.fd_, LOCK_EX);
    return out;
  }
  FolderHold(FolderHold&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FolderHold& operator=(FolderHold&&) = delete;
  ~FolderHold() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  FolderHold() = default;
  int fd_ = -1;
};

} // namespace

Session::Session(SessionSetup setup)
    : setup_(std::move(setup)), desk_(empty_desk(setup_.base, "")), saved_(setup_.base),
      evaluator_(std::make_unique<Evaluator>(setup_.engines, setup_.base, setup_.threads)) {
  ask();
}

bool Session::unsaved() const {
  return layout().hash() != saved_.hash() || desk_.scenario.name != saved_name_ || desk_.scenario.note != saved_note_;
}

Done Session::apply(std::string by, plan::Draft draft) {
  if (draft.refused()) return {false, std::move(draft.findings)};
  auto const before = layout().hash();
  if (auto const done = desk_.log.apply({std::move(by), std::move(draft.edits)}); !done)
    return {false, {{plan::Severity::error, "", "", "", done.error()}}};
  if (layout().hash() != before) ask();
  return {true, std::move(draft.findings)};
}

Done Session::use(std::string by, plan::Tool const& tool) {
  return apply(std::move(by), tool({layout(), setup_.surface.get()}));
}

Session::Trial Session::attempt(plan::Tool const& tool) {
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
  if (!is_there(file)) return Error{file.string() + ": is not there: name a scenario file"};
  auto desk = plan::open_desk(file, setup_.base, {});
  if (!desk) return Error{desk.error()};
  desk_ = std::move(desk).value();
  file_ = file;
  keep_as_saved(layout(), desk_.scenario);
  ask();
  return {};
}

Status Session::open(Bundle const& bundle) {
  if (bundle.scenario.base != base().hash() || (bundle.other && bundle.other->base != base().hash()))
    return Error{"the bundle is of another layout than this program has: use the program that wrote it"};
  auto desk = empty_desk(base(), bundle.scenario.name);
  desk.scenario.note = bundle.scenario.note;
  if (!bundle.scenario.edits.empty())
    if (auto const done = desk.log.apply({std::string(plan::kByHand), bundle.scenario.edits}); !done) return done;
  desk_ = std::move(desk);
  file_.clear();
  keep_as_saved(layout(), desk_.scenario);
  std::optional<Other> other;
  if (bundle.other) other = Other{{}, *bundle.other, plan::apply_all(base(), bundle.other->edits).layout};
  compare(std::move(other));
  return {};
}

Result<Bundle> Session::bundle(BundleView view) const {
  if (answer_is_old()) return Error{kAtWork};
  Bundle out{desk_.scenario, other_ ? std::optional(other_->scenario) : std::nullopt, std::move(view),
             kept_figures(answer()->now), whatif::assumptions_of(setup_.paper)};
  out.scenario.edits = desk_.log.edits();
  return out;
}

BundleDrift Session::drift(Bundle const& bundle) const {
  auto const newest = answer();
  return drift_of(bundle, newest ? kept_figures(newest->now) : std::vector<KeptFigure>(),
                  whatif::assumptions_of(setup_.paper));
}

/// The runners keep what they computed, so another evaluator costs only what is new.
void Session::compare(std::optional<Other> other) {
  explainer_.reset();
  other_ = std::move(other);
  evaluator_ = std::make_unique<Evaluator>(setup_.engines, before(), setup_.threads);
  ask();
}

Status Session::compare_with(std::filesystem::path const& file) {
  auto scenario = read_scenario_of(file);
  if (!scenario) return Error{scenario.error()};
  if (scenario->base != base().hash())
    return Error{file.string() + ": holds a scenario of another layout: choose another file"};
  auto layout = plan::apply_all(base(), scenario->edits).layout;
  compare(Other{file, std::move(scenario).value(), std::move(layout)});
  return {};
}

void Session::compare_with_base() {
  if (other_) compare(std::nullopt);
}

void Session::start(std::string name) {
  desk_ = empty_desk(setup_.base, std::move(name));
  file_.clear();
  keep_as_saved(setup_.base, desk_.scenario);
  ask();
}

void Session::vary(std::string name) {
  if (!file_.empty()) desk_.scenario.from = file_.stem().string();
  desk_.scenario.name = std::move(name);
  file_.clear();
}

Result<Joining> Session::look(std::filesystem::path const& file) const {
  auto theirs = read_scenario_of(file);
  if (!theirs) return Error{theirs.error()};
  if (theirs->base != setup_.base.hash())
    return Error{file.string() + ": holds a scenario of another layout: choose another file"};
  auto their_layout = plan::apply_all(setup_.base, theirs->edits).layout;
  return look_at(file, std::move(theirs).value(), file == file_ ? saved_ : setup_.base, layout(),
                 std::move(their_layout));
}

Status Session::join(Joining const& joining) {
  if (joining.mine.hash() != layout().hash()) return Error{"the scenario was edited meanwhile: join it anew"};
  bool const own = joining.file == file_;
  auto& mine = desk_.scenario;
  mine.name = plan::joined_text(own ? saved_name_ : "", mine.name, own ? joining.theirs.name : "", " / ");
  mine.note = plan::joined_text(own ? saved_note_ : "", mine.note, joining.theirs.note, "\n");
  auto const edits = plan::difference(layout(), joined(joining));
  if (!edits.empty()) {
    auto const by = std::string(plan::kJoinedWith) + joining.file.filename().string();
    if (auto const done = desk_.log.apply({by, edits}); !done) return done;
    ask();
  }
  if (own) keep_as_saved(joining.their_layout, joining.theirs);
  return {};
}

void Session::keep_as_saved(plan::Layout layout, plan::Scenario const& words) {
  saved_ = std::move(layout);
  saved_name_ = words.name;
  saved_note_ = words.note;
}

Status Session::join_with_file(std::filesystem::path const& file) {
  auto const joining = look(file);
  if (!joining) return Error{joining.error()};
  auto const& conflicts = joining->merged.conflicts;
  if (!conflicts.empty())
    return Error{
        fmt::format("{} was changed by another, who wants something else of {}{}; nothing was written: join it "
                    "and choose, or save under another name",
                    file.string(), conflict_text(conflicts.front()),
                    conflicts.size() > 1 ? fmt::format(" and {} more", conflicts.size() - 1) : std::string())};
  return join(*joining);
}

Status Session::save(std::filesystem::path const& file) {
  auto const lock = FolderHold::take(file.parent_path());
  if (is_there(file))
    if (auto const done = join_with_file(file); !done) return done;
  if (auto const written = plan::save_desk(desk_, file); !written) return written;
  file_ = file;
  keep_as_saved(layout(), desk_.scenario);
  return {};
}

void Session::ask() {
  if (explainer_) explainer_->give_up();
  evaluator_->ask(layout());
}

void Session::explain() {
  if (!explainer_) explainer_ = std::make_unique<Explainer>(setup_.engines, before(), setup_.threads);
  explainer_->ask(layout().hash(), other_ ? plan::parts_of(before(), plan::difference(before(), layout()), {})
                                          : plan::parts_of(desk_.log));
}

bool Session::answer_is_old() const {
  auto const newest = answer();
  return !newest || newest->layout != layout().hash() || !newest->awaited.empty();
}

Result<std::string> Session::report(std::string const& zone, whatif::ReportWords const& words) const {
  if (answer_is_old()) return Error{kAtWork};
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
  paper.scenarios.push_back({other_ ? other_->scenario.name : "base", before(), newest->base,
                             plan::difference(base(), before()), findings(before(), newest->base)});
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
