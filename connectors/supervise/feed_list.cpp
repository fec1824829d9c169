#include "connectors/supervise/feed_list.hpp"

#include "twin/base/config_table.hpp"

#include <algorithm>

namespace dalian::supervise {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostChildren = 256;

milliseconds seconds_of(ConfigTable& table, std::string_view key, double low, double high, milliseconds fallback) {
  auto const s = table.number(key, low, high, std::chrono::duration<double>(fallback).count());
  return milliseconds(static_cast<std::int64_t>(s * 1000));
}

bool is_name(std::string const& name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
  });
}

class Reader {
 public:
  Reader(Grammar const& grammar, FeedList& list) : grammar_(grammar), list_(list) {}

  void read(ConfigTable& root) {
    auto twin = root.text("twin", "");
    if (list_.twin.empty()) list_.twin = std::move(twin);
    root.table("restart", [&](ConfigTable& table) {
      list_.restart.first = seconds_of(table, "first_wait_s", 0.01, 3600, list_.restart.first);
      list_.restart.longest = seconds_of(table, "longest_wait_s", 0.01, 86'400, list_.restart.longest);
      list_.stop_limit = seconds_of(table, "stop_s", 0.1, 600, list_.stop_limit);
      list_.ready_limit = seconds_of(table, "ready_s", 0.1, 3600, list_.ready_limit);
      if (list_.restart.longest < list_.restart.first)
        table.fail("longest_wait_s", "is shorter than 'first_wait_s'; give a longer one");
    });
    root.each("server", [&](ConfigTable& table) { add(table, true); });
    root.each("feed", [&](ConfigTable& table) { add(table, false); });
    if (list_.children.empty()) root.fail("no [[feed]]: give one for each connector, with its name and kind");
    if (list_.children.size() > kMostChildren) root.fail(fmt::format("more than {} feeds", kMostChildren));
  }

 private:
  void add(ConfigTable& table, bool serves) {
    ChildPlan plan;
    plan.serves = serves;
    plan.name = table.text("name");
    if (!is_name(plan.name)) table.fail("name", "must be 1 to 64 letters, digits, '-', '_' or '.'");
    if (std::ranges::count(list_.children, plan.name, &ChildPlan::name) > 0)
      table.fail("name", fmt::format("\"{}\" is taken by another; give each its own", plan.name));
    if (table.has("restart"))
      plan.restart = table.one_of<Restart>(
          "restart", {{"on_failure", Restart::on_failure}, {"always", Restart::always}, {"never", Restart::never}});
    if (serves) plan.ready = table.text("ready", "");
    serves&& table.has("command") ? read_program(table, plan) : read_command(table, plan);
    list_.children.push_back(std::move(plan));
  }

  static void read_program(ConfigTable& table, ChildPlan& plan) {
    plan.kind = "program";
    plan.arguments = table.texts("command");
    if (plan.arguments.empty()) table.fail("command", "is empty; give a program and its arguments");
  }

  void read_command(ConfigTable& table, ChildPlan& plan) {
    plan.kind = table.text("kind");
    if (!grammar_.is_kind(plan.kind))
      table.fail("kind", fmt::format("is \"{}\"; it must be one of {}", plan.kind, grammar_.kinds));
    plan.arguments = {plan.kind};
    bool to_twin = !plan.serves;
    table.rest([&](std::string_view key, std::string const& value) {
      std::string option(key);
      std::ranges::replace(option, '_', '-');
      if (!grammar_.has_option(plan.kind, option))
        table.fail(key, fmt::format("is no option of '{0}'; twinfeed {0} --help lists them", plan.kind));
      to_twin = to_twin && option != "twin" && option != "out";
      plan.arguments.push_back(fmt::format("--{}={}", option, value));
    });
    if (!plan.serves && !table.has("source")) plan.arguments.push_back("--source=" + plan.name);
    if (to_twin && !list_.twin.empty()) plan.arguments.push_back("--twin=" + list_.twin);
    if (auto const good = grammar_.check(plan.arguments); !good)
      table.fail(fmt::format("'{}' is no complete {}: {}; twinfeed {} --help teaches it", plan.name, plan.kind,
                             good.error(), plan.kind));
  }

  Grammar const& grammar_;
  FeedList& list_;
};

} // namespace

Result<FeedList> read_feed_list(std::filesystem::path const& file, Grammar const& grammar, std::string const& twin) {
  FeedList list;
  list.twin = twin;
  list.folder = std::filesystem::absolute(file).parent_path();
  auto const read = read_config(file, [&](ConfigTable& root) { Reader(grammar, list).read(root); });
  if (!read) return Error{read.error()};
  return list;
}

} // namespace dalian::supervise
