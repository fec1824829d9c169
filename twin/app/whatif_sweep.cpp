// twinctl whatif sweep: many scenarios from one design, a line each; goes on where it was stopped.
#include "twin/app/sweep_hosts.hpp"
#include "twin/app/whatif_context.hpp"
#include "twin/whatif/design.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <numeric>
#include <set>
#include <span>
#include <unistd.h>

namespace dalian::app {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kAbout[] =
    R"(DESIGN is a JSON file (docs/whatif.md): a grid over axes, a list of cases, or draws at random with a seed. Each case
is a line of --out, in order: what each axis stands at, every figure as [value, low, high], findings that are errors, and
what failed. A case that fails is told in its line, and the others go on. When it is stopped, or killed, the same command goes
on behind the last whole line. --csv writes a table of the whole when all cases are there.

With --hosts every host evaluates some of the cases (localhost: this machine, without the launcher) with its own twinctl
of the same version; what one that fails leaves, the others do. The lines are the same as from one machine.

Examples:
  twinctl whatif sweep layouts.json --out layouts.jsonl --csv layouts.csv --zone njip
  twinctl whatif sweep batteries.json --out b.jsonl --threads 4
  twinctl whatif sweep layouts.json --out l.jsonl --hosts localhost,ws2,ws3
  twinctl whatif sweep layouts.json --out l.jsonl --hosts node1,node2 --launcher "srun -N1 -n1 -w")";

struct SweepOptions : WhatifOptions {
  std::string design, out, csv, zone, cases, launcher = "ssh", program = "twinctl";
  std::vector<std::string> hosts;
  std::vector<std::string> passed_on; // how a host is told the same
};

/// First line of the results: of what they are, so that no others are put behind them.
ordered_json heading(whatif::Design const& design, plan::Layout const& base, whatif::Runner const& runner,
                     SweepOptions const& options) {
  ordered_json out{
      {"format", "dalian-sweep"},     {"version", 1},         {"name", design.name},  {"design", to_text(design.hash)},
      {"base", to_text(base.hash())}, {"zone", options.zone}, {"cases", design.cases}};
  for (auto const& axis : design.axes)
    out["axes"].push_back(axis.name);
  for (auto const& engine : runner.engines())
    out["engines"][engine.name] = fmt::format("{}/{}", engine.version, to_text(engine.parameters));
  return out;
}

/// How many whole cases the file holds; what lies behind the last whole line is cut away.
Result<std::size_t> cases_in(std::string const& file, ordered_json const& heading) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::size_t{0};
  std::string line;
  std::size_t lines = 0;
  std::uintmax_t whole = 0;
  while (std::getline(in, line) && !in.eof()) { // a line without its end is none
    auto const document = ordered_json::parse(line, nullptr, false);
    if (lines == 0 && document != heading)
      return Error{
          fmt::format("{}: holds another sweep (design, base, engines or zone differ): name another --out", file)};
    if (lines > 0 && case_number(line) != lines) break;
    ++lines;
    whole += line.size() + 1;
  }
  std::error_code failed;
  std::filesystem::resize_file(file, whole, failed);
  if (failed) return Error{fmt::format("{}: cannot be shortened to its whole lines: {}", file, failed.message())};
  return lines == 0 ? std::size_t{0} : lines - 1;
}

ordered_json case_line(std::size_t number, whatif::SweepCase const& one, NamedLayout const& layout,
                       whatif::Outcomes const& outcomes, std::string const& zone) {
  ordered_json out{{"case", number + 1},
                   {"settings", one.settings},
                   {"kpis", ordered_json::object()},
                   {"errors", ordered_json::array()},
                   {"failed", ordered_json::array()}};
  for (auto const& [engine, outcome] : outcomes) {
    if (!outcome.evaluation) {
      out["failed"].push_back(outcome.failure.message);
      continue;
    }
    for (auto const& k : outcome.evaluation->kpis)
      if (k.scope == zone) out["kpis"][engine + "." + k.name] = {k.value, k.low, k.high};
    for (auto const& c : outcome.evaluation->certificates)
      if (!c.good())
        out["failed"].push_back(fmt::format("engine {}: {} is {}, above {}", engine, c.name, c.value, c.limit));
  }
  for (auto const& finding : all_findings(layout, outcomes))
    if (finding.severity == plan::Severity::error) out["errors"].push_back(to_text(finding));
  return out;
}

class ResultFile {
 public:
  explicit ResultFile(std::string const& path)
      : path_(path), fd_(path == "-" ? ::dup(STDOUT_FILENO)
                                     : ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {}
  ~ResultFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  ResultFile(ResultFile const&) = delete;
  ResultFile& operator=(ResultFile const&) = delete;

  /// On disk when it returns, unless it is the standard output.
  Status append(std::string_view text) {
    while (fd_ >= 0 && !text.empty()) {
      auto const written = ::write(fd_, text.data(), text.size());
      if (written <= 0) break;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fd_ < 0 || !text.empty() || (path_ != "-" && ::fsync(fd_) != 0))
      return Error{fmt::format("{}: cannot be written: {}", path_, std::strerror(errno))};
    return {};
  }

 private:
  std::string path_;
  int fd_;
};

void tell_progress(std::size_t done, std::size_t before, std::size_t all, std::chrono::steady_clock::time_point start) {
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  double const left = seconds / static_cast<double>(done - before) * static_cast<double>(all - done);
  bool const screen = isatty(STDERR_FILENO) != 0;
  if (screen || done == all)
    fmt::print(stderr, "{}{} of {} cases, {:.0f} s, about {:.0f} s left   {}", screen ? "\r" : "", done, all, seconds,
               left, screen && done < all ? "" : "\n");
}

std::string quoted(std::string const& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char const c : text)
    out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

/// RFC 4180; three columns a figure. A figure that a case lacks is empty.
Status write_csv(std::string const& from, std::string const& to) {
  std::ifstream in(from, std::ios::binary);
  std::ofstream out(to, std::ios::binary);
  std::string line;
  std::getline(in, line);
  auto const heading = ordered_json::parse(line);
  std::vector<std::string> names;
  for (std::size_t row = 0; std::getline(in, line); ++row) {
    auto const one = ordered_json::parse(line);
    if (row == 0) {
      out << "case";
      for (auto const& axis : heading["axes"])
        out << ',' << quoted(axis.get<std::string>());
      for (auto const& [name, values] : one["kpis"].items()) {
        names.push_back(name);
        out << ',' << quoted(name) << ',' << quoted(name + " low") << ',' << quoted(name + " high");
      }
      out << ",errors,failed\r\n";
    }
    out << one["case"];
    for (auto const& setting : one["settings"])
      out << ',' << quoted(setting.get<std::string>());
    for (auto const& name : names)
      for (std::size_t i = 0; i < 3; ++i)
        out << ',' << (one["kpis"].contains(name) ? one["kpis"][name][i].dump() : "");
    out << ',' << one["errors"].size() << ',' << one["failed"].size() << "\r\n";
  }
  if (!out.flush()) return Error{to + ": cannot be written: make room or mend its rights"};
  return {};
}

struct Sweep {
  whatif::Design design;
  plan::Layout base;
  whatif::Runner runner;
};

/// `numbers`, from 1: as many at once as keep all threads busy and lose little when it is killed.
Status evaluate(Sweep& sweep, std::span<std::size_t const> numbers, SweepOptions const& options, ResultFile& file) {
  std::vector<whatif::SweepCase> cases;
  std::vector<NamedLayout> named;
  std::vector<plan::Layout> layouts;
  for (std::size_t const number : numbers) {
    cases.push_back(case_of(sweep.design, number - 1, sweep.base));
    auto applied = plan::apply_all(sweep.base, cases.back().edits);
    layouts.push_back(applied.layout);
    named.push_back({fmt::format("{}", number), std::move(applied.layout), std::move(applied.findings)});
  }
  whatif::RunOptions run;
  run.threads = options.threads;
  auto const outcomes = sweep.runner.run(layouts, run);
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    text += case_line(numbers[i] - 1, cases[i], named[i], outcomes[i], options.zone).dump() + "\n";
  return file.append(text);
}

std::size_t at_once(SweepOptions const& options) {
  return 16 * std::size_t{options.threads};
}

Status evaluate_here(Sweep& sweep, std::vector<std::size_t> const& numbers, SweepOptions const& options,
                     ResultFile& file) {
  auto const start = std::chrono::steady_clock::now();
  std::size_t const before = sweep.design.cases - numbers.size();
  for (std::size_t done = 0; done < numbers.size();) {
    auto const some = std::span(numbers).subspan(done, std::min(at_once(options), numbers.size() - done));
    if (auto const written = evaluate(sweep, some, options, file); !written) return written;
    done += some.size();
    if (options.out != "-") tell_progress(before + done, before, sweep.design.cases, start);
  }
  return {};
}

Result<std::string> text_of(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{file + ": cannot be read"};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Status evaluate_on_hosts(Sweep const& sweep, std::vector<std::size_t> const& numbers, SweepOptions const& options,
                         ResultFile& file) {
  auto const design = text_of(options.design);
  if (!design) return Error{design.error()};
  HostSweep const hosts{options.hosts, options.launcher, options.passed_on, *design,
                        heading(sweep.design, sweep.base, sweep.runner, options).dump()};
  auto const start = std::chrono::steady_clock::now();
  std::size_t const before = sweep.design.cases - numbers.size();
  std::size_t done = before;
  auto const take = [&](std::string const& line) {
    auto written = file.append(line + "\n");
    tell_progress(++done, before, sweep.design.cases, start);
    return written;
  };
  return sweep_on_hosts(hosts, numbers, take, [](std::string const& text) { fmt::print(stderr, "{}\n", text); });
}

/// From --cases, or what the file lacks.
Result<std::vector<std::size_t>> numbers_to_do(Sweep const& sweep, SweepOptions const& options) {
  if (!options.cases.empty()) {
    if (options.out != "-") return Error{"--cases says lines to others: only with --out -"};
    return parse_numbers(options.cases, sweep.design.cases);
  }
  auto const there = options.out == "-"
                         ? Result<std::size_t>{0}
                         : cases_in(options.out, heading(sweep.design, sweep.base, sweep.runner, options));
  if (!there) return Error{there.error()};
  std::vector<std::size_t> numbers(sweep.design.cases - *there);
  std::iota(numbers.begin(), numbers.end(), *there + 1);
  return numbers;
}

int run_sweep(Sweep sweep, SweepOptions const& options) {
  auto const numbers = numbers_to_do(sweep, options);
  if (!numbers) return fail(numbers.error());
  ResultFile file(options.out);
  if (options.out == "-" || std::filesystem::file_size(options.out) == 0) {
    auto const first_line = heading(sweep.design, sweep.base, sweep.runner, options).dump() + "\n";
    if (auto const done = file.append(first_line); !done) return fail(done.error());
  }
  auto const done = options.hosts.empty() ? evaluate_here(sweep, *numbers, options, file)
                                          : evaluate_on_hosts(sweep, *numbers, options, file);
  if (!done) return fail(done.error());
  if (!options.csv.empty())
    if (auto const written = write_csv(options.out, options.csv); !written) return fail(written.error());
  return 0;
}

int sweep_design(SweepOptions const& options) {
  auto design = whatif::read_design(options.design);
  if (!design) return fail(design.error());
  auto base = read_base(options);
  if (!base) return fail(base.error());
  if (!options.zone.empty() && !base->find(plan::Layer::zone, options.zone))
    return fail(fmt::format("--zone {}: no such zone", options.zone));
  if (options.out == "-" && !options.csv.empty()) return fail("--csv is made of a file: name one with --out");
  WhatifOptions of_engines = options;
  of_engines.threads = 1; // scenarios fill the threads; one that splits itself would only take them from another
  auto runner = make_runner(of_engines, *base, 32 + at_once(options) * 8);
  if (!runner) return fail(runner.error());
  return run_sweep({std::move(design).value(), std::move(base).value(), std::move(runner).value()}, options);
}

/// What was said here, said again to a host: everything but what is of this machine alone.
std::vector<std::string> passed_on(CLI::App const& command, std::string const& program) {
  static std::set<std::string> const own{"--out", "--csv", "--hosts", "--launcher", "--program", "--cases", "--help"};
  std::vector<std::string> words{program, "whatif", "sweep", "/dev/stdin", "--out", "-"};
  for (auto const* option : command.get_options()) {
    auto const name = option->get_name();
    if (option->count() == 0 || !name.starts_with("--") || own.contains(name)) continue;
    words.push_back(name);
    if (option->get_items_expected_max() > 0) std::ranges::copy(option->results(), std::back_inserter(words));
  }
  return words;
}

} // namespace

Command whatif_sweep_command(CLI::App& whatif) {
  auto const options = std::make_shared<SweepOptions>();
  auto* const entry = whatif.add_subcommand("sweep", "many scenarios from one design");
  entry->footer(kAbout);
  entry->add_option("DESIGN", options->design, "file of axes or cases")->required();
  entry->add_option("--out", options->out, "results, a line of JSON for each case; - is standard output")->required();
  entry->add_option("--csv", options->csv, "and as a table");
  entry->add_option("--zone", options->zone, "figures of this zone; else of all together");
  add_layout_options(*entry, *options);
  add_engine_options(*entry, *options);
  entry->add_option("--hosts", options->hosts, "machines that evaluate cases beside each other: names, with commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  entry->add_option("--launcher", options->launcher, "with --hosts: the program that is given a host and a command")
      ->capture_default_str();
  entry->add_option("--program", options->program, "with --hosts: twinctl as the hosts find it")->capture_default_str();
  entry->add_option("--cases", options->cases, "only these, as 3,7,11-20,40-90/5; what a host is told, with --out -");
  return {entry, [entry, options] {
            options->passed_on = passed_on(*entry, options->program);
            return sweep_design(*options);
          }};
}

} // namespace dalian::app
