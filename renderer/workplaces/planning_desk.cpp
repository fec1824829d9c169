#include "renderer/workplaces/planning_desk.hpp"

#include "twin/whatif/design.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace dalian::workplaces {
namespace {

using plan::Layer;

std::optional<plan::Finding> gravest(plan::Findings const& findings) {
  auto const grave = std::min_element(findings.begin(), findings.end(),
                                      [](auto const& a, auto const& b) { return a.severity < b.severity; });
  return grave == findings.end() ? std::nullopt : std::optional(*grave);
}

plan::Tool putting(PaletteItem const& item, MapPoint at) {
  return [&item, at](plan::Site const& site) {
    if (item.layer != Layer::building) return plan::place(site, item.layer, at, item.fields);
    return plan::place_building(site, plan::ring_of({at, item.length_m, item.width_m, 0}), item.fields);
  };
}

} // namespace

std::span<PaletteItem const> palette() {
  // Sizes to begin with; an electrolyser takes some 55 kWh a kg (LHV efficiency of 60 %).
  static std::vector<PaletteItem> const items{
      {"hydrogen",
       Layer::hydrogen,
       {{"kind", std::string("electrolyser")}, {"capacity_kg_d", 10000.0}, {"power_mw", 23.0}}},
      {"hydrogen_store", Layer::hydrogen, {{"kind", std::string("store")}, {"capacity_kg_d", 10000.0}}},
      {"solar", Layer::generator, {{"kind", std::string("solar")}, {"power_mw", 10.0}}},
      {"wind", Layer::generator, {{"kind", std::string("wind")}, {"power_mw", 6.0}}},
      {"battery", Layer::storage, {{"kind", std::string("flow_battery")}, {"power_mw", 20.0}, {"energy_mwh", 80.0}}},
      {"building", Layer::building, {{"use", std::string("office")}, {"storeys", 6.0}}, 60, 24},
  };
  return items;
}

std::filesystem::path scenario_folder() {
  char const *data = std::getenv("XDG_DATA_HOME"), *home = std::getenv("HOME");
  if (data != nullptr && *data != '\0') return std::filesystem::path(data) / "dalian-twin/scenarios";
  return std::filesystem::path(home != nullptr ? home : ".") / ".local/share/dalian-twin/scenarios";
}

PlanningDesk::PlanningDesk(std::filesystem::path assets, std::filesystem::path folder)
    : assets_(std::move(assets)), folder_(std::move(folder)) {}

void PlanningDesk::begin() {
  if (session_ || reading_.valid() || !trouble_.empty()) return;
  reading_ = std::async(std::launch::async, [assets = assets_] { return app::read_planner_setup(assets); });
  list_files();
}

bool PlanningDesk::ready() {
  if (!reading_.valid() || reading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    return session_ != nullptr;
  auto setup = reading_.get();
  if (setup)
    session_ = std::make_unique<planner::Session>(std::move(setup).value());
  else
    trouble_ = setup.error();
  return session_ != nullptr;
}

void PlanningDesk::look_at_shown() {
  if (session_->before().hash() != other_shown_) look_at_other();
  if (shown().hash() == shown_) return;
  shown_ = shown().hash();
  things_ = planner::things_of(session_->base(), shown());
  drawn_ = planner::drawn_of(session_->base(), shown());
  std::erase_if(chosen_, [&](Chosen const& c) { return !session_->layout().find(c.layer, c.id); });
}

std::vector<planner::Thing> const& PlanningDesk::things() {
  look_at_shown();
  return things_;
}

std::vector<planner::Drawn> const& PlanningDesk::drawn() {
  look_at_shown();
  return drawn_;
}

std::vector<planner::Mark> const& PlanningDesk::marks() {
  auto const answer = session_->answer();
  if (answer && answer != marks_of_ && answer->layout == session_->layout().hash()) {
    marks_of_ = answer;
    marks_ = planner::marks_of(*answer, session_->before(), session_->layout());
    marks_zone_.reset();
  }
  if (std::string here = zone(); marks_zone_ != here) {
    marks_ = planner::zone_first(std::move(marks_), here);
    marks_zone_ = std::move(here);
  }
  return marks_;
}

void PlanningDesk::take(planner::Done const& done, std::string key) {
  if (in_hand_ && !done.changed) session_->let_go(); // the engines look at what stands again
  in_hand_.reset();
  auto const finding = gravest(done.findings);
  said_ = {done.changed ? std::move(key) : "", finding ? finding->message : "", !done.changed, finding,
           plan::refused_things(done.findings)};
}

void PlanningDesk::hold(MapPoint at, plan::Tool const& tool) {
  if (in_hand_ && in_hand_->at == at) return;
  auto trial = session_->attempt(tool);
  auto const finding = trial.done.changed ? std::nullopt : gravest(trial.done.findings);
  in_hand_ = InHand{at, std::move(trial.layout), finding, plan::refused_things(trial.done.findings)};
}

void PlanningDesk::hold(PaletteItem const& item, MapPoint at) {
  auto const where = planner::snapped(session_->layout(), at);
  hold(where, putting(item, where));
}

void PlanningDesk::let_go() {
  if (!in_hand_) return;
  in_hand_.reset();
  session_->let_go();
}

void PlanningDesk::put(PaletteItem const& item, MapPoint at) {
  auto const before = session_->layout();
  auto const done = session_->use(fmt::format("put {}", item.key), putting(item, planner::snapped(before, at)));
  take(done, fmt::format("plan.put.{}", item.key));
  if (done.changed) choose_these(added_since(before));
}

void PlanningDesk::set(std::string_view field, plan::Value value) {
  auto const leads = chosen();
  if (!leads) return;
  auto const& spec = plan::spec_of(leads->layer);
  auto const index = plan::find_field(leads->layer, field);
  auto checked = plan::checked(spec.fields[*index], std::move(value));
  if (!checked) {
    said_ = {"", checked.error(), true, {}};
    return;
  }
  take(session_->use(fmt::format("set {} {}", leads->id, field),
                     [&](plan::Site const& site) {
                       if (entity()->layer() == Layer::building && field == "storeys" && entity()->has("height_m"))
                         return plan::raise(site, leads->id,
                                            static_cast<int>(std::get<double>(*checked) - entity()->number("storeys")),
                                            planner::kStorey_m);
                       if (leads->layer == Layer::road) // its width goes with its lanes
                         return plan::change_road(site, leads->id, {{std::string(field), *checked}});
                       return plan::Draft{
                           {{plan::Edit::Kind::set, leads->layer, leads->id, std::string(field), *checked, {}}}, {}};
                     }),
       "plan.set");
}

void PlanningDesk::undo() {
  auto const& log = session_->log();
  std::string const by = log.at() > 0 ? log.steps()[log.at() - 1].by : "";
  if (!session_->undo()) return;
  in_hand_.reset(); // it was tried on the layout before
  said_ = {"plan.undo", by, false, {}};
}

void PlanningDesk::redo() {
  if (!session_->redo()) return;
  in_hand_.reset();
  said_ = {"plan.redo", session_->log().steps()[session_->log().at() - 1].by, false, {}};
}

bool PlanningDesk::ask_before(Next next) {
  if (session_->unsaved()) next_ = std::move(next);
  return asks();
}

void PlanningDesk::discard() {
  if (asks()) take_up(*std::exchange(next_, std::nullopt));
}

void PlanningDesk::save_and_go_on() {
  if (!asks()) return;
  save();
  if (!said_.refused) take_up(*std::exchange(next_, std::nullopt));
}

void PlanningDesk::start() {
  open({});
}

void PlanningDesk::open(std::filesystem::path const& file) {
  if (!ask_before(file)) take_up(file);
}

void PlanningDesk::take_up(Next const& next) {
  if (auto const* file = std::get_if<std::filesystem::path>(&next)) return take_up_file(*file);
  take_up_case(std::get<SweepCase>(next));
}

void PlanningDesk::take_up_file(std::filesystem::path const& file) {
  bundle_.reset();
  if (planner::is_bundle(file)) return take_up_bundle(file);
  if (!file.empty()) {
    auto const opened = session_->open(file);
    said_ = {opened ? "plan.opened" : "", opened ? file.filename().string() : opened.error(), !opened, {}};
    if (opened) chosen_.clear(), joining_.reset();
    return;
  }
  session_->start("");
  chosen_.clear();
  joining_.reset();
  said_ = {};
}

std::filesystem::path PlanningDesk::file() const {
  if (!session_->file().empty()) return session_->file();
  std::string name;
  for (char const c : session_->scenario().name)
    name += c == '/' || c == '\0' || static_cast<unsigned char>(c) < 32 ? '-' : c;
  if (name.empty() || name.front() == '.') name = "scenario" + name;
  return folder_ / (name + ".json");
}

void PlanningDesk::save() {
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  auto const target = file();
  auto const saved = session_->save(target);
  said_ = {saved ? "plan.saved" : "", saved ? target.string() : saved.error(), !saved, {}};
  list_files();
}

void PlanningDesk::vary() {
  auto const& scenario = session_->scenario();
  std::string const of = scenario.name.empty() ? file().stem().string() : scenario.name;
  std::error_code failed;
  int number = 2;
  do
    session_->vary(fmt::format("{} · {}", of, number++));
  while (std::filesystem::exists(file(), failed));
  said_ = {"plan.varied", session_->scenario().name, false, {}};
}

void PlanningDesk::look_to_join(std::filesystem::path const& file) {
  auto joining = session_->look(file);
  if (!joining) {
    said_ = {"", joining.error(), true, {}};
    return;
  }
  joining_ = std::move(joining).value();
  if (joining_->chosen.empty()) join(); // nothing to be decided
}

void PlanningDesk::join() {
  if (!joining_ || !joining_->decided()) return;
  auto const done = session_->join(*joining_);
  said_ = {done ? "plan.joined" : "", done ? joining_->file.filename().string() : done.error(), !done, {}};
  joining_.reset();
}

bool PlanningDesk::open_case(std::filesystem::path const& results_file, planner::SweepResults const& results,
                             std::size_t number) {
  auto const refuse = [&](char const* key, std::string text = {}) {
    said_ = {key, std::move(text), true, {}};
    return false;
  };
  if (results.base != to_text(session_->base().hash())) return refuse("plan.sweep.other_base");
  auto const file = planner::design_beside(results_file, results);
  if (!file) return refuse("plan.sweep.no_design", results_file.parent_path().string());
  auto const design = whatif::read_design(*file);
  if (!design || number == 0 || number > design->cases) return refuse("plan.sweep.no_design", file->string());
  SweepCase chosen{results.name, number, whatif::case_of(*design, number - 1, session_->base()).edits};
  if (ask_before(chosen)) return true;
  take_up_case(chosen);
  return !said_.refused;
}

void PlanningDesk::take_up_case(SweepCase const& chosen) {
  chosen_.clear(), joining_.reset();
  session_->start(fmt::format("{} · {}", chosen.results, chosen.number));
  take(session_->use(fmt::format("case {} of {}", chosen.number, chosen.results),
                     [&](plan::Site const&) {
                       return plan::Draft{chosen.edits, {}};
                     }),
       "plan.sweep.opened");
}

void PlanningDesk::explain_if_old() {
  if (!session_->busy() && !session_->explaining() && !explanation()) session_->explain();
}

std::shared_ptr<planner::Explanation const> PlanningDesk::explanation() const {
  auto told = session_->explanation();
  return told && told->layout == session_->layout().hash() ? told : nullptr;
}

void PlanningDesk::report(std::string const& language) {
  auto const words = whatif::read_report_words(assets_ / "lang/report.json", language);
  auto const html = words ? session_->report(zone(), *words) : Result<std::string>(Error{words.error()});
  if (!html) {
    said_ = {"", html.error(), true, {}};
    return;
  }
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  auto const target = file().replace_extension(".html");
  std::ofstream out(target, std::ios::binary);
  out << *html;
  out.close();
  said_ = {"plan.report",
           out ? target.string() : target.string() + ": cannot be written: mend the path or make room",
           !out,
           {}};
}

void PlanningDesk::list_files() {
  files_ = planner::shelf_of(folder_);
}

} // namespace dalian::workplaces
