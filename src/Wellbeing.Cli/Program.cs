System.Console.WriteLine("wellbeing");
