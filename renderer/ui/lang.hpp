#pragma once
// The words of the screen in three languages: assets/lang/{zh,ja,en}.json, flat "key": "text" with {} placeholders.
#include "twin/base/result.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace dalian::ui {

enum class Language : std::uint8_t { zh, ja, en };
inline constexpr std::array kLanguages{Language::zh, Language::ja, Language::en};

std::string_view code(Language language);        // "zh"
std::string_view native_name(Language language); // "中文"
Language next(Language language);
/// From "ja", "ja_JP.UTF-8" …; English for anything else.
Language language_from(std::string_view code);

/// All texts of all languages; immutable after load.
class Lang {
 public:
  /// The error names the file and what is wrong with it.
  static Result<Lang> load(std::filesystem::path const& folder);

  /// One line about texts that a file lacks and another has; "" where none does.
  std::string gaps() const;

  /// English where the language lacks it; the key itself when it is not known: visible, and found by the test of keys.
  std::string const& text(Language language, std::string_view key) const;
  /// text() with its one {} replaced.
  std::string text(Language language, std::string_view key, std::string_view argument) const;
  std::map<std::string, std::string, std::less<>> const& all(Language language) const;

 private:
  std::array<std::map<std::string, std::string, std::less<>>, 3> texts_;
  mutable std::map<std::string, std::string, std::less<>> unknown_;
};

} // namespace dalian::ui
