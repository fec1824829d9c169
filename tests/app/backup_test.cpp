#include "twin/app/backup.hpp"

#include "tests/history/records.hpp"
#include "tests/support/temp_folder.hpp"
#include "twin/app/copied_file.hpp"

#include <atomic>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <thread>

namespace dalian::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

void write(fs::path const& file, std::string const& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

std::string read(fs::path const& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Backup : public testing::Test {
 protected:
  Backup() {
    auto const store = history::open(parts_.history);
    for (int i = 0; i < 20; ++i)
      EXPECT_TRUE(store->append(history::record(i)));
    history::commit(*store);
    write(parts_.history / "audit.jsonl", "{\"who\":\"a\"}\n");
    write(parts_.keys / "server.key", "secret");
    write(parts_.scenarios / "campus/first.json", "{}");
  }
  BackupParts place(std::string const& name) const {
    return {at(name + "/history"), at(name + "/keys"), at(name + "/scenarios")};
  }
  fs::path at(std::string const& name) const { return folder_.path() / name; }

  test::TempFolder folder_;
  BackupParts parts_ = place("twin");
};

TEST(CopiedFile, HashesAsTheStandardSays) {
  test::TempFolder const folder;
  write(folder.path() / "abc", "abc"); // FIPS 180-2, appendix B.1
  auto const hashed = hash_file(folder.path() / "abc");
  ASSERT_TRUE(hashed) << hashed.error();
  EXPECT_EQ(hashed->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hashed->bytes, 3u);
}

TEST_F(Backup, BringsBackTheSameRecordsKeysAndScenarios) {
  auto const made = make_backup(parts_, at("copy"));
  ASSERT_TRUE(made) << made.error();
  auto const there = place("back");
  auto const restored = restore_backup(at("copy"), there);
  ASSERT_TRUE(restored) << restored.error();
  auto const before = history::replay_all(*history::open(parts_.history)).records;
  auto const after = history::replay_all(*history::open(there.history)).records;
  ASSERT_EQ(after.size(), 20u);
  for (std::size_t i = 0; i < after.size(); ++i)
    EXPECT_EQ(after[i].bytes, before[i].bytes);
  EXPECT_EQ(read(there.history / "audit.jsonl"), "{\"who\":\"a\"}\n");
  EXPECT_EQ(read(there.keys / "server.key"), "secret");
  EXPECT_EQ(read(there.scenarios / "campus/first.json"), "{}");
  EXPECT_FALSE(fs::exists(at("copy/history/writer.lock")));
}

TEST_F(Backup, IsForItsOwnerAlone) {
  ASSERT_TRUE(make_backup(parts_, at("copy")));
  ASSERT_TRUE(restore_backup(at("copy"), place("back")));
  struct stat state {};
  for (auto const* const folder : {"copy", "copy/keys", "back/keys"}) {
    ASSERT_EQ(::stat(at(folder).c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777u, 0700u) << folder;
  }
  for (auto const* const file : {"copy/keys/server.key", "back/keys/server.key"}) {
    ASSERT_EQ(::stat(at(file).c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777u, 0600u) << file;
  }
}

TEST_F(Backup, IsOfOneInstantWhileTheTwinWrites) {
  auto const store = history::open(parts_.history);
  std::atomic<bool> stop{false};
  std::atomic<int> committed{20};
  std::thread writer([&] {
    for (int i = 20; !stop; ++i) {
      (void)store->append(history::record(i));
      if (store->commit()) committed = i + 1;
    }
  });
  while (committed < 40)
    std::this_thread::yield();
  int const at_least = committed;
  auto const made = make_backup(parts_, at("copy"));
  stop = true;
  writer.join();
  ASSERT_TRUE(made) << made.error();
  ASSERT_TRUE(restore_backup(at("copy"), place("back")));
  auto const back = history::replay_all(*history::open(place("back").history));
  EXPECT_GE(back.records.size(), static_cast<std::size_t>(at_least));
  for (std::size_t i = 0; i < back.records.size(); ++i)
    EXPECT_EQ(back.records[i].first_seq, 1 + 10 * i);
}

TEST_F(Backup, TellsAFileThatIsNotAsItWas) {
  ASSERT_TRUE(make_backup(parts_, at("copy")));
  EXPECT_TRUE(check_backup(at("copy")));
  write(at("copy/keys/server.key"), "sEcret");
  EXPECT_THAT(check_backup(at("copy")).error(), HasSubstr("server.key is not what was backed up"));
  EXPECT_THAT(restore_backup(at("copy"), place("back")).error(), HasSubstr("server.key"));
  EXPECT_FALSE(fs::exists(at("back")));
}

TEST_F(Backup, TellsAFileThatIsMissingOrNotListed) {
  ASSERT_TRUE(make_backup(parts_, at("copy")));
  write(at("copy/keys/other.key"), "x");
  EXPECT_THAT(check_backup(at("copy")).error(), HasSubstr("its manifest lists"));
  fs::remove(at("copy/keys/other.key"));
  fs::remove(at("copy/scenarios/campus/first.json"));
  EXPECT_THAT(check_backup(at("copy")).error(), HasSubstr("first.json"));
}

TEST_F(Backup, OverwritesNothing) {
  ASSERT_TRUE(make_backup(parts_, at("copy")));
  EXPECT_THAT(make_backup(parts_, at("copy")).error(), HasSubstr("is not empty"));
  EXPECT_THAT(restore_backup(at("copy"), {parts_.history, {}, {}}).error(), HasSubstr("is not empty"));
}

TEST_F(Backup, WithoutItsManifestIsNone) {
  ASSERT_TRUE(make_backup(parts_, at("copy")));
  fs::remove(at("copy/manifest.json"));
  EXPECT_THAT(check_backup(at("copy")).error(), HasSubstr("no whole backup"));
  write(at("copy/manifest.json"),
        "{\"schema\":1,\"made\":\"\",\"version\":\"\",\"files\":[{\"name\":\"../x\",\"bytes\":1,"
        "\"sha256\":\"\"}]}");
  EXPECT_THAT(check_backup(at("copy")).error(), HasSubstr("damaged"));
  for (auto const* const text : {"", "[]", "{\"schema\":\"one\"}", "{\"schema\":1,\"files\":7}"})
    EXPECT_THAT(parse_manifest(text, "a").error(), HasSubstr("a is damaged")) << text;
}

TEST_F(Backup, SaysWhatItDoesNotHold) {
  ASSERT_TRUE(make_backup({parts_.history, {}, {}}, at("copy")));
  EXPECT_THAT(restore_backup(at("copy"), place("back")).error(), HasSubstr("holds no keys"));
}

} // namespace
} // namespace dalian::app
