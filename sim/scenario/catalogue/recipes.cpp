// The recipes that scenarios can ask for by name, in the order of the table in sim/scenario/recipes.cpp.
#include <array>

#include "sim/scenario/catalogue.hpp"

namespace feira::scenario {

namespace {

constexpr Topic recipe = Topic::recipe;

constexpr std::array recipe_entries{
    Entry{
        recipe, "swizzle",
        "Half of all links, or the share \"links\", are clogged one after the other over the first third of the time, "
        "and freed in another order over the last third. Needs two marketplaces.",
        "swizzle-clogging in FoundationDB's simulation: Zhou et al. 2021, FoundationDB: A Distributed Unbundled "
        "Transactional Key Value Store"},
    Entry{recipe, "split-brain",
          "Two halves of the marketplaces lose each other unevenly. For the share \"uneven\" of the time, a quarter, "
          "only "
          "one of them is not heard, then neither is, and for the same share at the end only the other is not heard. "
          "Needs two marketplaces.",
          "Bailis and Kingsbury 2014, The Network is Reliable"},
    Entry{
        recipe, "rolling-restart",
        "Every marketplace crashes once, one after the other in a drawn order, as when all machines get a new version. "
        "Each has an equal part of the time as its turn, and is down for the share \"down\" of it, half.",
        "Beyer et al. 2016, Site Reliability Engineering, chapter 8: Release Engineering"},
    Entry{recipe, "gc-pause",
          "Each marketplace pauses now and then, after a mean gap \"every\", 2s, for 10ms up to \"longest\", 2s, and "
          "rather for short than for long.",
          "Kleppmann 2016, How to do distributed locking: a lease holder that pauses for a garbage collection"},
    Entry{
        recipe, "churn",
        "\"join\" marketplaces come only now, \"leave\" leave and \"evict\" are evicted, one each, at drawn moments. "
        "They "
        "are drawn among those that the scenario lets neither come nor go itself, and at least one of these stays all "
        "the time: where there are too few, less happens. Needs four marketplaces.",
        "Rhea et al. 2004, Handling Churn in a DHT"},
    Entry{recipe, "flash-sale",
          "\"buyers\" buyers, 50, come to all marketplaces within its time and want one \"product\", the first of the "
          "file. "
          "Each is told pending after \"patience\", 1s, and asks again until there is a decision.",
          "docs/scenarios.md"}};

}  // namespace

std::span<const Entry> recipes() { return recipe_entries; }

}  // namespace feira::scenario
