#include "twin/plan/edit_log.hpp"

#include "twin/plan/document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::plan {
namespace {

using nlohmann::json;

constexpr char kFormat[] = "dalian-edit-log";

Result<Step> read_step(json const& object) {
  if (!object.is_object()) return Error{"is no object"};
  Step step;
  auto const by = object.find("by"), edits = object.find("edits");
  if (by == object.end() || !by->is_string()) return Error{"field 'by' is missing or no text"};
  if (edits == object.end() || !edits->is_array()) return Error{"field 'edits' must be a list"};
  step.by = by->get<std::string>();
  for (auto const& item : *edits) {
    auto edit = edit_from_json(item);
    if (!edit) return Error{fmt::format("edit {}: {}", step.edits.size() + 1, edit.error())};
    step.edits.push_back(std::move(edit).value());
  }
  return step;
}

} // namespace

Status EditLog::apply(Step step) {
  Layout next = layout();
  for (Edit const& edit : step.edits) {
    auto done = plan::apply(next, edit);
    if (!done) return Error{done.error()};
    next = std::move(done).value();
  }
  states_.resize(at_ + 1);
  steps_.resize(at_);
  states_.push_back(std::move(next));
  steps_.push_back(std::move(step));
  ++at_;
  return {};
}

bool EditLog::undo() {
  if (at_ == 0) return false;
  --at_;
  return true;
}

bool EditLog::redo() {
  if (at_ == steps_.size()) return false;
  ++at_;
  return true;
}

std::string to_text(EditLog const& log) {
  std::string out =
      fmt::format("{{\n\"format\": \"{}\",\n\"version\": {},\n\"base\": \"{}\",\n\"at\": {},\n\"steps\": [", kFormat,
                  kScenarioVersion, to_text(log.base().hash()), log.at());
  for (std::size_t i = 0; i < log.steps().size(); ++i) {
    Step const& step = log.steps()[i];
    out += fmt::format("{}{{\"by\": {}, \"edits\": [", i == 0 ? "\n" : ",\n",
                       json(step.by).dump(-1, ' ', false, json::error_handler_t::replace));
    for (std::size_t k = 0; k < step.edits.size(); ++k)
      out += (k == 0 ? "\n" : ",\n") + edit_line(step.edits[k]);
    out += "]}";
  }
  return out + "\n]\n}\n";
}

Result<EditLog> parse_edit_log(std::string_view text, std::string const& name, Layout const& base) {
  auto const document = parse_document(text, name, kFormat);
  if (!document) return Error{document.error()};
  if (document->value("base", json()) != to_text(base.hash()))
    return Error{name + ": field 'base' names another layout: name that by --layout, or remove this file, and with it "
                        "what could be undone"};
  auto const steps = document->find("steps");
  if (steps == document->end() || !steps->is_array()) return Error{name + ": field 'steps' must be a list"};
  EditLog log(base);
  for (auto const& item : *steps) {
    auto step = read_step(item);
    Status const done = step ? log.apply(std::move(step).value()) : Status(Error{step.error()});
    if (!done) return Error{fmt::format("{}: step {}: {}", name, log.steps().size() + 1, done.error())};
  }
  auto const at = document->find("at");
  if (at == document->end() || !at->is_number_unsigned() || at->get<std::uint64_t>() > log.steps().size())
    return Error{name + ": field 'at' must be a number of steps, at most as many as there are"};
  while (log.at() > at->get<std::uint64_t>())
    log.undo();
  return log;
}

} // namespace dalian::plan
