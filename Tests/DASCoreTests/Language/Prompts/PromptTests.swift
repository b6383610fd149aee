import Testing

@testable import DASCore

@Suite struct PromptTests {
  private static let detectors = Detectors.all.map { $0.name } + ["my-autoencoder_2.0", "any"]
  private static let codeKinds = [Prompt.Kind.json, .python]
  private static let mark = "It counts the QUOKKAS in a row."

  private func text(
    _ kind: Prompt.Kind, _ detector: String = "iforest", _ description: String? = nil,
    _ variant: Prompt.Variant = .full
  ) throws -> String {
    try Prompt(kind, detector: detector, description: description, variant: variant).text
  }

  // MARK: - What goes in

  @Test(
    "a prompt names its detector and holds what is said of it", arguments: detectors,
    [Prompt.Kind.description, .json, .python])
  func namesTheDetector(detector: String, kind: Prompt.Kind) throws {
    #expect(try text(kind, detector).contains("`\(detector)`"))
    #expect(!(try text(kind, detector).contains(Self.mark)))
    let described = try text(kind, detector, "\n  " + Self.mark + "\n\n")
    #expect(described.contains("\n\n\(Self.mark)\n\n"), "white space around it is gone")
  }

  @Test("every built-in detector is described, and its own words take the place of ours")
  func builtInDescriptions() throws {
    for detector in Detectors.all {
      let known = try #require(DetectorDescription.named(detector.name), "\(detector.name)")
      for part in ["Assumption: ", "Scoring: ", "Strengths: ", "Blind spots: "] {
        #expect(known.description.contains(part), "\(detector.name)")
      }
      #expect(try text(.json, detector.name).contains(known.description))
      #expect(!(try text(.json, detector.name, Self.mark).contains(known.description)))
    }
    #expect(DetectorDescription.all.count == Detectors.all.count)
    #expect(try text(.json, "hbos").contains("No description of it is given."))
  }

  @Test("the same arguments give the same text")
  func repeatable() throws {
    for kind in Prompt.Kind.allCases {
      #expect(try text(kind, "pca", Self.mark) == text(kind, "pca", Self.mark))
    }
  }

  @Test("no other text than the description changes with the description", arguments: codeKinds)
  func onlyTheDescriptionVaries(kind: Prompt.Kind) throws {
    let (one, other) = (try text(kind, "x", "first"), try text(kind, "x", "second"))
    #expect(
      one.split(separator: "\n").filter { $0 != "first" }
        == other.split(separator: "\n").filter { $0 != "second" })
  }

  // MARK: - Forms

  @Test("the JSON prompt holds the schema and, as an answer would, one program")
  func jsonForm() throws {
    let prompt = try text(.json, "ecod")
    #expect(prompt.contains(try MixtureProgram.schema.text()))
    #expect(prompt.contains("```json\n\(Prompt.example)\n```"))
    #expect(prompt.contains(#""detector" is "ecod""#))
    let fences = prompt.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0.hasPrefix("```") }
    #expect(fences == ["```", "```", "```json", "```"])
  }

  @Test("the example is a program, runs, and uses the grammar's forms")
  func example() throws {
    let program = try MixtureProgram(parsing: Prompt.example)
    #expect(program.detector == "range_check" && DetectorDescription.named("range_check") == nil)
    #expect(try program.make(200, from: TestTables.correlated(rows: 60, columns: 4)).rows == 200)
    for form in [
      #"{"from": "#, "[1, 2, 4]", #""weight": 2"#, #""by": "score""#, #""pool": "seeds""#,
    ] {
      #expect(Prompt.example.contains(form), "\(form)")
    }
  }

  @Test("the grammar names all moves, orders and words that a program is made of")
  func grammarIsWhole() throws {
    let prompt = try text(.json)
    let start = try #require(prompt.firstRange(of: "# Form")?.upperBound)
    let end = try #require(prompt.firstRange(of: "The JSON Schema")?.lowerBound)
    let grammar = prompt[start..<end]
    for name in Moves.all.map({ $0.name }) + SeedSelection.Order.allCases.map(\.rawValue) {
      #expect(grammar.contains("\"\(name)\"") || name == "all", "\(name)")
    }
  }

  @Test("the Python prompt fixes signature, sections, imports and randomness")
  func pythonForm() throws {
    let prompt = try text(.python)
    for part in [
      "def generate_hard_anomalies(n_samples, model, X_train):", "\nPOLICY:\n",
      "\nPROGRAM:\n```python\n", "\nEXPLANATION:\n", "`import numpy as np` is the one import",
      "(n_samples, d)", "Never seed it yourself",
    ] {
      #expect(prompt.contains(part), "\(part)")
    }
    #expect(!prompt.contains("mixture"))
  }

  // MARK: - Variants

  @Test("ablations leave out what they are named for", arguments: codeKinds)
  func variants(kind: Prompt.Kind) throws {
    let texts = try Prompt.Variant.allCases.map { try text(kind, "iforest", Self.mark, $0) }
    let (full, generic, simple, random) = (texts[0], texts[1], texts[2], texts[3])
    #expect(Set(texts).count == 4)
    #expect(full.contains("Borderline normal rows") && full.contains(Self.mark))
    #expect(!generic.contains("iforest") && !generic.contains(Self.mark))
    #expect(generic.contains("Borderline normal rows"))
    for blind in [simple, random] {
      #expect(blind.contains(Self.mark))
      #expect(blind.contains("Do not ask it for scores"))
      #expect(!blind.contains("Borderline") && !blind.contains("predict_score"))
    }
    #expect(random.contains("random perturbation") && !random.contains("Coverage."))
    #expect(!full.contains("random perturbation"))
  }

  @Test("a generic program is not asked to name a detector")
  func genericTarget() throws {
    #expect(try text(.json, "pca", nil, .generic).contains(#""detector" is "any""#))
  }

  // MARK: - Repairs

  @Test("a repair tells what failed and asks for a whole answer in the form")
  func repairs() throws {
    let message = "program.mixture[0].weight is 0; it takes a real"
    for variant in Prompt.Variant.allCases {
      let json = try text(.jsonRepair, "pca", message, variant)
      #expect(json.contains("\n\n\(message)\n\n") && json.contains("```json"))
      #expect(json.contains("Answer again in full"))
    }
    let python = try text(.pythonRepair, "pca", message)
    #expect(python.contains(message) && python.contains("```python") && !python.contains("JSON"))
  }

  // MARK: - Refusals

  @Test(
    "names that no program could carry",
    arguments: ["", "a b", "a\nb", "\u{e9}", String(repeating: "a", count: 65), "x/y", "`"])
  func badNames(name: String) {
    let error = thrownError { try Prompt(.json, detector: name) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.hasPrefix("detector is \"") == true, "\(error?.message ?? "")")
    #expect(error?.message.hasSuffix("it takes \(MixtureProgram.allowedName)") == true)
  }

  @Test("descriptions that are empty, too long, missing or in the wrong place")
  func badDescriptions() throws {
    let limit = String(repeating: "a", count: Prompt.maxDescriptionBytes)
    #expect(try text(.json, "x", limit).contains(limit))
    let cases: [(DASError.Code, String, () throws -> Prompt)] = [
      (
        .outOfRange, "description has 65537 bytes; it takes at most 65536",
        { try Prompt(.json, detector: "x", description: limit + "a") }
      ),
      (
        .invalidArgument, "description is empty; it takes text, or none at all",
        { try Prompt(.json, detector: "x", description: " \n\t") }
      ),
      (
        .invalidArgument, "description is missing; a repair takes the message of what failed",
        { try Prompt(.jsonRepair, detector: "x") }
      ),
      (
        .invalidArgument, "a description has no variant; programs have",
        { try Prompt(.description, detector: "x", variant: .simple) }
      ),
    ]
    for (code, message, make) in cases { #expect(thrownError(make) == DASError(code, message)) }
  }
}
