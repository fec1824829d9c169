// twinctl alarms: the list, and what people do about it.
#include "twin/alarms/rules_file.hpp"
#include "twin/app/alarm_wire.hpp"
#include "twin/app/commands.hpp"
#include "twin/base/paths.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using alarms::Alarm;
using alarms::AlarmList;
using Json = nlohmann::ordered_json;

struct Options {
  TwinOptions twin;
  std::vector<std::uint64_t> ids;
  std::string rule, note, shelve_for, language = "en", check, at;
  bool all = false;
};

std::string iso(Instant t) {
  return t == Instant{} ? "" : format_utc(t);
}

std::string name_of(alarms::RuleFacts const* rule, std::string const& language) {
  if (rule == nullptr) return "";
  return language == "zh" ? rule->name.zh : language == "ja" ? rule->name.ja : rule->name.en;
}

std::string value_of(Alarm const& a, alarms::RuleFacts const* rule) {
  if (rule == nullptr || rule->unit.empty()) return "";
  return fmt::format("{:.1f} {} (limit {:g})", a.value, rule->unit, rule->limit);
}

Json to_json(Alarm const& a, AlarmList const& list) {
  auto const* rule = list.rule(a.rule);
  auto const at = to_geo(a.position);
  Json json{{"id", a.id},
            {"severity", to_string(a.severity)},
            {"state", to_string(a.state)},
            {"present", a.present},
            {"grouped", a.grouped},
            {"rule", a.rule},
            {"subject", a.subject},
            {"other", a.other},
            {"raised", iso(a.t_raised)},
            {"changed", iso(a.t_changed)},
            {"shelved_until", iso(a.shelved_until)},
            {"occurrences", a.occurrences},
            {"value", a.value},
            {"lon", at.lon_deg},
            {"lat", at.lat_deg},
            {"who", a.who},
            {"note", a.note}};
  if (rule != nullptr) {
    json["unit"] = rule->unit;
    json["limit"] = rule->limit;
    json["name"] = {{"zh", rule->name.zh}, {"ja", rule->name.ja}, {"en", rule->name.en}};
  }
  return json;
}

Json to_json(AlarmList const& list) {
  auto const& f = list.flood;
  Json alarms = Json::array();
  for (auto const& [id, alarm] : list.alarms)
    alarms.push_back(to_json(alarm, list));
  return {{"revision", list.revision},
          {"flood",
           {{"active", f.active},
            {"since", iso(f.since)},
            {"in_window", f.in_window},
            {"grouped", f.grouped},
            {"unlisted", f.unlisted}}},
          {"alarms", alarms}};
}

/// The worst first, of equal severity what nobody has acknowledged, then the newest.
std::vector<Alarm const*> by_urgency(AlarmList const& list) {
  std::vector<Alarm const*> order;
  for (auto const& [id, alarm] : list.alarms)
    order.push_back(&alarm);
  auto const key = [](Alarm const& a) { return std::tuple(-static_cast<int>(a.severity), static_cast<int>(a.state)); };
  std::sort(order.begin(), order.end(),
            [&](Alarm const* a, Alarm const* b) { return key(*a) != key(*b) ? key(*a) < key(*b) : a->id > b->id; });
  return order;
}

void print_table(AlarmList const& list, Options const& options) {
  if (list.alarms.empty()) fmt::print("no alarms\n");
  bool header = false;
  for (Alarm const* a : by_urgency(list)) {
    if (a->grouped && !options.all) continue;
    if (!std::exchange(header, true))
      fmt::print("{:>6} {:<9} {:<14} {:<20} {:<22} {}\n", "id", "severity", "state", "raised", "subject", "what");
    auto const* rule = list.rule(a->rule);
    auto const other = a->other.empty() ? "" : " and " + a->other;
    auto const times = a->occurrences > 1 ? fmt::format(", {} times", a->occurrences) : "";
    auto const by = a->who == "twin" ? "" : fmt::format(" [{}{}{}]", a->who, a->note.empty() ? "" : ": ", a->note);
    auto const until = a->shelved_until == Instant{} ? "" : fmt::format(", shelved until {}", iso(a->shelved_until));
    fmt::print("{:>6} {:<9} {:<14} {:<20} {:<22} {}{} {}{}{}{}\n", a->id, to_string(a->severity), to_string(a->state),
               iso(a->t_raised), a->subject, name_of(rule, options.language), other, value_of(*a, rule), times, until,
               by);
  }
  auto const& f = list.flood;
  if (f.active) fmt::print("FLOOD since {}: {} alarms in the last ten minutes\n", iso(f.since), f.in_window);
  if (!options.all)
    for (auto const& [rule, count] : f.grouped)
      fmt::print("  and {} of {} ({}): show them with --all, acknowledge them with ack --rule {}\n", count, rule,
                 name_of(list.rule(rule), options.language), rule);
  for (auto const& [rule, count] : f.unlisted)
    fmt::print("  and {} more of {} for which the list has no room\n", count, rule);
}

/// Page by page.
bool fetch(TwinOptions const& twin, AlarmList& list) {
  std::vector<wire::AlarmList> pages;
  for (std::uint64_t from = 0; from != 0 || pages.empty(); from = pages.back().next()) {
    wire::Request request;
    request.mutable_alarms()->set_list_from(from);
    std::vector<wire::Reply> replies;
    if (!ask(twin, request, replies)) return false;
    pages.push_back(replies.front().alarms().list());
  }
  std::vector<wire::AlarmList const*> parts;
  for (auto const& page : pages)
    parts.push_back(&page);
  list = from_wire_parts(parts);
  auto rules = std::make_shared<std::vector<alarms::RuleFacts>>(*list.rules); // every page has them
  rules->resize(rules->size() / pages.size());
  list.rules = std::move(rules);
  return true;
}

int list_alarms(Options const& options) {
  AlarmList list;
  Past past(options.twin);
  if (!options.at.empty() && !past.open(options.at)) return 1;
  if (!fetch(past.there(), list)) return 1;
  if (options.twin.json)
    fmt::print("{}\n", to_json(list).dump(2));
  else
    print_table(list, options);
  return 0;
}

/// "30m", "8h", "90s"; 0 for anything else.
double parse_span_s(std::string const& text) {
  std::size_t end = 0;
  double value = 0;
  try {
    value = std::stod(text, &end);
  } catch (std::exception const&) {
    return 0;
  }
  auto const unit = text.substr(end);
  return unit == "s" ? value : unit == "m" ? 60 * value : unit == "h" ? 3600 * value : 0;
}

int command(Options const& options, wire::AlarmCommand::Action action, char const* did) {
  wire::Request request;
  auto& said = *request.mutable_alarms()->mutable_command();
  said.set_action(action);
  said.mutable_alarms()->Add(options.ids.begin(), options.ids.end());
  said.set_rule(options.rule);
  said.set_note(options.note);
  if (action == wire::AlarmCommand::SHELVE) {
    double const s = parse_span_s(options.shelve_for);
    if (!(s > 0)) return fail("--for: write a time such as 90s, 30m or 8h");
    said.set_shelve_s(s);
  }
  std::vector<wire::Reply> replies;
  if (!ask(options.twin, request, replies)) return 1;
  auto const done = replies.front().alarms().done();
  if (options.twin.json)
    fmt::print("{}\n", Json{{did, done}}.dump());
  else
    fmt::print("{} {} alarm{}\n", did, done, done == 1 ? "" : "s");
  return 0;
}

void print_rules(std::vector<alarms::RuleFacts> const& rules, Options const& options) {
  if (options.twin.json) {
    Json json = Json::array();
    for (auto const& r : rules)
      json.push_back({{"id", r.id},
                      {"severity", to_string(r.severity)},
                      {"unit", r.unit},
                      {"limit", r.limit},
                      {"name", {{"zh", r.name.zh}, {"ja", r.name.ja}, {"en", r.name.en}}}});
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("{:<24} {:<9} {:>14} {}\n", "rule", "severity", "limit", "name");
  for (auto const& r : rules)
    fmt::print("{:<24} {:<9} {:>14} {}\n", r.id, to_string(r.severity),
               r.unit.empty() ? "" : fmt::format("{:g} {}", r.limit, r.unit), name_of(&r, options.language));
}

/// Of the running twin, or of a file, which is checked.
int rules(Options const& options) {
  if (!options.check.empty()) {
    auto const assets = assets_dir();
    auto const set = alarms::read_rules(options.check, assets ? *assets : std::filesystem::path());
    if (!set) return fail(set.error());
    print_rules(*set->facts(), options);
    return 0;
  }
  AlarmList list;
  if (!fetch(options.twin, list)) return 1;
  print_rules(*list.rules, options);
  return 0;
}

struct Entered {
  CLI::App* entry;
  std::function<int()> run;
};

/// One command that changes alarms.
Entered change(CLI::App& alarms, std::shared_ptr<Options> const& options, char const* name, char const* about) {
  auto* const entry = alarms.add_subcommand(name, about);
  add_twin_options(*entry, options->twin);
  auto* const ids = entry->add_option("ID", options->ids, "alarms, by their ids");
  auto* const rule = entry->add_option("--rule", options->rule, "all alarms of this rule");
  ids->excludes(rule);
  entry->add_option("--note", options->note, "why; kept in the log");
  if (std::string_view(name) == "shelve")
    entry->add_option("--for", options->shelve_for, "how long: 90s, 30m, 8h")->required();
  return {entry, [options, name] {
            using Action = wire::AlarmCommand;
            std::string_view const word = name;
            if (options->ids.empty() && options->rule.empty())
              return fail("name the alarms by their ids, or --rule RULE");
            if (word == "ack") return command(*options, Action::ACKNOWLEDGE, "acknowledged");
            if (word == "shelve") return command(*options, Action::SHELVE, "shelved");
            if (word == "unshelve") return command(*options, Action::UNSHELVE, "unshelved");
            return command(*options, Action::CLEAR, "cleared");
          }};
}

} // namespace

Command alarms_command(CLI::App& twinctl) {
  auto const options = std::make_shared<Options>();
  auto* const entry = twinctl.add_subcommand("alarms", "what is wrong in the city, and what is done about it");
  std::vector<Entered> entered;
  auto* const list = entry->add_subcommand("list", "every alarm that is not over (also without a command)");
  entered.push_back({list, [options] { return list_alarms(*options); }});
  entered.push_back(change(*entry, options, "ack", "say that you know; it goes when its cause goes"));
  entered.push_back(change(*entry, options, "shelve", "put it away for a while"));
  entered.push_back(change(*entry, options, "unshelve", "take it back before its time"));
  entered.push_back(change(*entry, options, "clear", "take what is over, or latched, out of the list"));
  auto* const rules_entry = entry->add_subcommand("rules", "what the twin watches for");
  rules_entry->add_option("--check", options->check, "a rules file instead: reads it and says what is wrong");
  entered.push_back({rules_entry, [options] { return rules(*options); }});
  for (auto* const one : {entry, list, rules_entry}) {
    add_twin_options(*one, options->twin);
    one->add_option("--lang", options->language, "names of rules")->check(CLI::IsMember({"zh", "ja", "en"}));
    if (one == rules_entry) continue;
    one->add_flag("--all", options->all, "also those of a flood, one by one");
    one->add_option("--at", options->at, "as the list was at an instant of the twin's history");
  }
  entry->require_subcommand(0, 1);
  return {entry, [options, entered] {
            for (auto const& one : entered)
              if (one.entry->parsed()) return one.run();
            return list_alarms(*options);
          }};
}

} // namespace dalian::app
