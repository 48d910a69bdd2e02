global using MmoePipeline.Testing.Places;
global using MmoePipeline.Testing.Subjects;
