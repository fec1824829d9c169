#pragma once
// Findings that are told in every language: the English words of a code with {0}, {1} … for its values; the others are
// in assets/lang/report.json ("finding.CODE").
#include "twin/plan/finding.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

namespace dalian::whatif {

struct Words {
  std::string_view code, english;
};

/// What a finding is about.
struct About {
  plan::Severity severity;
  std::string_view layer;
  std::string id, field;
};

/// Throws fmt::format_error where the words name a value that is not there.
inline plan::Finding told(About about, Words const& words, std::vector<std::string> values = {}) {
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (std::string const& value : values)
    arguments.push_back(value);
  plan::Finding out;
  out.severity = about.severity;
  out.layer = about.layer;
  out.id = std::move(about.id);
  out.field = std::move(about.field);
  out.message = fmt::vformat(fmt::string_view(words.english.data(), words.english.size()), arguments);
  out.code = words.code;
  out.values = std::move(values);
  return out;
}

} // namespace dalian::whatif
