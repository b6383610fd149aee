import DASHeader
import Testing

@Suite struct ModelFileTests {
  @Test("a model, its detector and its booster: written, of their kind, and read the same")
  func roundTrip() throws {
    let (session, X) = (try Session(), Table.normal())
    let model = try session.model("iforest", on: X)
    let (detector, booster) = try session.parts(of: model)
    let images = try [
      session.image(of: model), session.image(of: detector, by: das_detector_write),
      session.image(of: booster, by: das_booster_write),
    ]
    for (image, expected) in zip(images, [DAS_FILE_MODEL, DAS_FILE_DETECTOR, DAS_FILE_BOOSTER]) {
      var kind: Int32 = 0
      try session.run { das_file_kind($0, image, Int64(image.count), &kind) }
      #expect(kind == Int32(expected))
    }
    let sizes = images.map { Int64($0.count) }
    let twin = try session.read(images[0])
    let f = try session.make(das_detector_free) { das_detector_read($0, images[1], sizes[1], $1) }
    let boosted = try session.make(das_booster_free) {
      das_booster_read($0, images[2], sizes[2], $1)
    }
    #expect(try session.image(of: twin) == images[0], "what was read is written the same")
    #expect(try session.image(of: f, by: das_detector_write) == images[1])
    #expect(try session.image(of: boosted, by: das_booster_write) == images[2])
    #expect(try session.scores(twin, .spread()) == session.scores(model, .spread()))
  }

  @Test("of each part its name, columns and settings")
  func names() throws {
    let (session, X) = (try Session(), Table.normal())
    let (detector, booster) = try session.parts(of: session.model("iforest", on: X))
    #expect(das_detector_name(detector.reference).map { String(cString: $0) } == "iforest")
    #expect(das_booster_name(booster.reference).map { String(cString: $0) } == "extra_trees")
    #expect(das_booster_columns(booster.reference) == X.matrix.columns)
    let made = try session.text { das_detector_provenance($0, detector.reference, $1, $2, &$3) }
    #expect(made.contains("\"settings.iforest\":\"n_estimators=20, "))
  }

  @Test("what is no model file has no kind")
  func noKind() throws {
    let session = try Session()
    var (image, kind) = (try session.image(of: session.model(on: .normal())), Int32(0))
    let size = Int64(image.count)
    #expect(session.outcome { das_file_kind($0, nil, 8, &kind) } == .null("bytes"))
    #expect(session.outcome { das_file_kind($0, image, size, nil) } == .null("kind"))
    image[image.count - 1] ^= 1
    #expect(
      session.outcome { das_file_kind($0, image, size, &kind) }
        == .badFormat(
          "this is not a sound libdas file: its checksum does not match: the file was damaged "
            + "or cut"
        ))
    #expect(kind == 0)
  }

  @Test("files: saved and loaded, replaced as a whole, with nothing left beside them")
  func files() throws {
    let (session, folder) = (try Session(), try Folder())
    let X = Table.normal()
    let path = folder.path + "/model.das"
    for seed: UInt64 in [1, 2] {
      let model = try session.model(on: X, seed: seed)
      try session.run { das_model_save($0, model.reference, path) }
      let twin = try session.make(das_model_free) { das_model_load($0, path, $1) }
      #expect(try session.scores(twin, X) == session.scores(model, X))
    }
    #expect(try folder.names() == ["model.das"])
  }

  @Test("what the system refuses is provenance with its reason")
  func refusedFiles() throws {
    let (session, folder) = (try Session(), try Folder())
    let model = try session.model(on: .normal()).reference
    var loaded: das_model_ref?
    let missing = folder.path + "/none/model.das"
    #expect(
      session.outcome { das_model_load($0, missing, &loaded) }
        == .failed(DAS_ERROR_IO, "cannot read '\(missing)': No such file or directory"))
    #expect(
      session.outcome { das_model_save($0, model, missing) }
        == .failed(DAS_ERROR_IO, "cannot write '\(missing)': No such file or directory"))
    #expect(
      session.outcome { das_model_load($0, folder.path, &loaded) }
        == .failed(
          DAS_ERROR_IO, "cannot read '\(folder.path)': it is not a regular file but a folder"))
    #expect(
      session.outcome { das_model_save($0, model, folder.path) }
        == .failed(
          DAS_ERROR_IO, "cannot write '\(folder.path)': it is not a regular file but a folder"))
    #expect(loaded == nil)
    #expect(try folder.names().isEmpty)
  }

  @Test("a model that holds callbacks is refused by their name")
  func callbacks() throws {
    let (session, folder, X) = (try Session(), try Folder(), Table.normal())
    let detector = try session.wrap(Probe().detector(name: Probe.mine))
    let model = try session.fuse(detector, session.booster(on: X), on: X)
    let expected = Outcome.unsupported(
      "the detector 'mine' is the host's own code, which a file cannot hold")
    var size: Int64 = 0
    #expect(session.outcome { das_model_write($0, model.reference, nil, 0, &size) } == expected)
    #expect(
      session.outcome { das_detector_write($0, detector.reference, nil, 0, &size) } == expected)
    #expect(
      session.outcome { das_model_save($0, model.reference, folder.path + "/m") } == expected)
    #expect(try folder.names().isEmpty)
  }

  @Test("NULL for each argument, and too little room")
  func null() throws {
    let session = try Session()
    let model = try session.model(on: .normal())
    let image = try session.image(of: model)
    var (other, size) = (das_model_ref?.none, Int64(0))
    var (detector, booster) = (das_detector_ref?.none, das_booster_ref?.none)
    var buffer = image
    let nulls: [(Outcome, String)] = [
      (session.outcome { das_model_write($0, nil, nil, 0, &size) }, "model"),
      (session.outcome { das_model_write($0, model.reference, nil, 0, nil) }, "size"),
      (session.outcome { das_model_write($0, model.reference, nil, 1, &size) }, "buffer"),
      (session.outcome { das_model_read($0, nil, 8, &other) }, "bytes"),
      (session.outcome { das_model_read($0, image, 8, nil) }, "model"),
      (session.outcome { das_model_save($0, nil, "x") }, "model"),
      (session.outcome { das_model_save($0, model.reference, nil) }, "path"),
      (session.outcome { das_model_load($0, nil, &other) }, "path"),
      (session.outcome { das_model_load($0, "x", nil) }, "model"),
      (session.outcome { das_detector_write($0, nil, nil, 0, &size) }, "detector"),
      (session.outcome { das_detector_read($0, nil, 8, &detector) }, "bytes"),
      (session.outcome { das_detector_read($0, image, 8, nil) }, "detector"),
      (session.outcome { das_booster_write($0, nil, nil, 0, &size) }, "booster"),
      (session.outcome { das_booster_read($0, nil, 8, &booster) }, "bytes"),
      (session.outcome { das_booster_read($0, image, 8, nil) }, "booster"),
    ]
    for (outcome, argument) in nulls { #expect(outcome == .null(argument)) }
    let capacity = Int64(image.count) - 1
    #expect(
      session.outcome { das_model_write($0, model.reference, &buffer, capacity, &size) }
        == .shapeMismatch(
          "buffer has a capacity of \(capacity) but \(image.count) elements are to be written"))
    #expect(size == capacity + 1)
    #expect(other == nil && detector == nil && booster == nil)
  }
}
