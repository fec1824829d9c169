#include "twin/app/sweep_hosts.hpp"

#include "twin/app/host_jobs.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace dalian::app {
namespace {

/// "40-90/5", "40-90" or "40"; false when it is none.
bool add_item(std::string_view item, std::size_t cases, std::vector<std::size_t>& numbers) {
  std::size_t first = 0, last = 0, step = 1;
  char const* const end = item.data() + item.size();
  auto const read = [&](char const* from, std::size_t& n) { return std::from_chars(from, end, n); };
  auto at = read(item.data(), first);
  last = first;
  if (at.ec == std::errc() && at.ptr != end && *at.ptr == '-') {
    at = read(at.ptr + 1, last);
    if (at.ec == std::errc() && at.ptr != end && *at.ptr == '/') at = read(at.ptr + 1, step);
  }
  if (at.ec != std::errc() || at.ptr != end || first < 1 || last < first || last > cases || step < 1) return false;
  for (std::size_t n = first; n <= last; n += step)
    numbers.push_back(n);
  return true;
}

/// The lines of several hosts, put in order.
class Lines {
 public:
  Lines(std::vector<std::size_t> const& numbers, std::function<Status(std::string const&)> const& take)
      : left_(numbers.begin(), numbers.end()), take_(take) {}

  /// What nobody has said yet.
  std::vector<std::size_t> missing() const {
    std::vector<std::size_t> all;
    std::ranges::copy_if(left_, std::back_inserter(all), [&](std::size_t n) { return !early_.contains(n); });
    return all;
  }
  Status const& status() const { return status_; }

  /// False for what is not wanted: not a case, or nobody can take it.
  bool add(std::string const& line) {
    auto const number = case_number(line);
    if (!number || !left_.contains(*number)) return false;
    early_[*number] = line;
    while (status_ && !left_.empty() && early_.contains(*left_.begin())) {
      status_ = take_(early_.extract(*left_.begin()).mapped());
      left_.erase(left_.begin());
    }
    return status_.ok();
  }

 private:
  std::set<std::size_t> left_; // not taken yet
  std::map<std::size_t, std::string> early_;
  std::function<Status(std::string const&)> const& take_;
  Status status_;
};

/// Case by case in turn, so that all get on together.
std::vector<std::vector<std::size_t>> dealt(std::vector<std::size_t> const& numbers, std::size_t hosts) {
  std::vector<std::vector<std::size_t>> hands(std::min(hosts, numbers.size()));
  for (std::size_t i = 0; i < numbers.size(); ++i)
    hands[i % hands.size()].push_back(numbers[i]);
  return hands;
}

} // namespace

Result<std::vector<std::size_t>> parse_numbers(std::string const& text, std::size_t cases) {
  std::vector<std::size_t> numbers;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto const end = std::min(text.find(',', begin), text.size());
    if (!add_item(std::string_view(text).substr(begin, end - begin), cases, numbers))
      return Error{fmt::format("cases '{}': numbers from 1 to {}, as 3,7,11-20,40-90/5", text, cases)};
    begin = end + 1;
  }
  std::ranges::sort(numbers);
  auto const twice = std::ranges::unique(numbers);
  numbers.erase(twice.begin(), twice.end());
  return numbers;
}

std::optional<std::size_t> case_number(std::string const& line) {
  auto const document = nlohmann::json::parse(line, nullptr, false);
  if (!document.is_object() || !document.contains("case") || !document["case"].is_number_unsigned())
    return std::nullopt;
  return document["case"].get<std::size_t>();
}

std::string numbers_text(std::vector<std::size_t> const& ascending) {
  std::string text;
  for (std::size_t i = 0; i < ascending.size();) {
    std::size_t last = i;
    std::size_t const step = i + 1 < ascending.size() ? ascending[i + 1] - ascending[i] : 1;
    while (last + 1 < ascending.size() && ascending[last + 1] - ascending[last] == step)
      ++last;
    if (!text.empty()) text += ',';
    text += last == i   ? fmt::format("{}", ascending[i])
            : step == 1 ? fmt::format("{}-{}", ascending[i], ascending[last])
                        : fmt::format("{}-{}/{}", ascending[i], ascending[last], step);
    i = last + 1;
  }
  return text;
}

Status sweep_on_hosts(HostSweep const& sweep, std::vector<std::size_t> const& numbers,
                      std::function<Status(std::string const&)> const& take,
                      std::function<void(std::string const&)> const& tell) {
  Lines lines(numbers, take);
  auto hosts = sweep.hosts;
  for (auto missing = lines.missing(); !missing.empty(); missing = lines.missing()) {
    if (hosts.empty()) return Error{fmt::format("no host is left and {} cases are not done", missing.size())};
    auto const hands = dealt(missing, hosts.size());
    std::vector<HostJob> jobs;
    for (std::size_t i = 0; i < hands.size(); ++i) {
      auto command = sweep.command;
      command.insert(command.end(), {"--cases", numbers_text(hands[i])});
      auto there = on_host(sweep.launcher, hosts[i], std::move(command));
      if (!there) return Error{there.error()};
      jobs.push_back({std::move(there).value(), sweep.design});
    }
    std::vector<bool> heard(jobs.size()), alike(jobs.size());
    auto const ended = run_jobs(jobs, [&](std::size_t job, std::string const& line) {
      if (alike[job]) return lines.add(line);
      heard[job] = true;
      alike[job] = line == sweep.heading;
      if (!alike[job]) tell(hosts[job] + ": evaluates another base, design or version of the engines");
      return static_cast<bool>(alike[job]);
    });
    if (!lines.status()) return lines.status();
    std::vector<std::string> well;
    for (std::size_t i = 0; i < hosts.size(); ++i)
      if (i >= jobs.size() || (ended[i] == 0 && alike[i]))
        well.push_back(hosts[i]);
      else if (alike[i] || !heard[i]) // else it is told already
        tell(fmt::format("{}: ended with status {}; the others do the rest", hosts[i], ended[i]));
    if (well.size() == hosts.size() && lines.missing().size() == missing.size())
      return Error{"the hosts say nothing of the cases they were given"};
    hosts = std::move(well);
  }
  return {};
}

} // namespace dalian::app
