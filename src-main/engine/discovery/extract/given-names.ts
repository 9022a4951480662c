/**
 * Common given names of the English-speaking countries and their largest immigrant communities: one weak sign among
 * several that two capitalised words are a person. An unlisted name costs evidence, never the match.
 */
export const givenNames: ReadonlySet<string> = new Set(
  (
    'aaron abby abdul abigail abraham adam adrian adriana agnes ahmad ahmed aidan aimee alan albert alberto alejandra alejandro ' +
    'alex alexa alexander alexandra alexandria alexis alfonso alfred alfredo ali alice alicia alisha alison alistair allan allen allison alma ' +
    'alonzo alvin alyssa amanda amber amelia amit amy ana andre andrea andreas andres andrew andy angel angela angelica angelina ' +
    'angelo angie anita ann anna anne annette annie anthony antoinette antonia antonio april archie ariana ariel arlene armando ' +
    'arnold art arthur arturo ashley audrey austin autumn ava barbara barry beatrice becky ben benjamin bernadette bernard bernice ' +
    'bert beth bethany betty beverly bill billy blake bob bobbie bobby bonnie boris brad bradford bradley brady brandi brandon brandy ' +
    'brenda brendan brent brett brian briana bridget brittany brooke bruce bryan bryant bryce byron caitlin caleb calvin cameron ' +
    'camille candace candice carl carla carlos carlton carmen carol carole caroline carolyn carrie carter casey cassandra catherine ' +
    'cathleen cathy cecelia cecil cecilia cedric cesar chad chandra charlene charles charlie charlotte chase chelsea cheryl chester ' +
    'chris christa christian christie christina christine christopher christy chuck cindy claire clara clarence clark claude claudia ' +
    'clay clayton clifford clint clinton clive clyde cody colin colleen connie connor constance corey cornelius cory courtney craig ' +
    'cristina crystal curtis cynthia daisy dale dallas damian damon dan dana daniel daniela danielle danny daphne darlene darnell ' +
    'darrell darren darryl dave david dawn dean deanna debbie deborah debra delia della delores denise dennis denny derek derrick ' +
    'desiree devin devon dewayne diana diane dianne diego dion dolores dominic dominique don donald donna doris dorothy doug douglas ' +
    'drew duane duncan dustin dwayne dwight dylan earl ed eddie edgar edith edmund eduardo edward edwin efrain eileen elaine eleanor ' +
    'elena eli elias elijah elisa elisabeth elise elizabeth ella ellen elliot elliott ellis elsa elsie emily emma emmanuel enrique ' +
    'eric erica erick erik erika erin ernest ernesto esteban esther ethan eugene eunice eva evan eve evelyn faith fatima faye felicia ' +
    'felipe felix fernando fiona florence floyd frances francesca francis francisco frank franklin fred freda freddie frederick gabriel ' +
    'gabriela gail garrett gary gavin gayle gemma gene geoff geoffrey george georgia gerald geraldine gerard gerardo gilbert gilberto ' +
    'gina ginger giovanni gladys glen glenda glenn gloria gordon grace graham grant greg gregg gregory greta guadalupe guillermo guy ' +
    'gwen gwendolyn hannah harold harriet harrison harry harvey hassan hazel heather hector heidi helen henrietta henry herbert herman ' +
    'hilary hillary holly hope horace howard hubert hugh hugo ian ibrahim ida ignacio imran ingrid ira irene iris irma isaac isabel ' +
    'isabella isaiah ismael israel ivan jack jackie jackson jacob jacqueline jaime jake jamal james jamie jan jane janet janice janine ' +
    'jared jasmine jason javier jay jayne jean jeanette jeanne jeff jeffery jeffrey jenna jennie jennifer jenny jeremiah jeremy jermaine ' +
    'jerome jerry jesse jessica jessie jesus jill jillian jim jimmie jimmy jo joan joann joanna joanne jocelyn jodi jodie jody joe joel ' +
    'joelle john johnathan johnnie johnny jon jonathan jordan jorge jose josefina joseph josephine josh joshua joy joyce juan juana juanita ' +
    'judith judy julia julian juliana julie juliet julio julius june justin justine kara karen kari karina karl karla kate katelyn ' +
    'katharine katherine kathleen kathryn kathy katie katrina kay kayla keisha keith kelley kelli kellie kelly kelsey ken kendra kenneth ' +
    'kenny kent kerry kevin khalid kim kimberly kirk kirsten krista kristen kristi kristin kristina kristine kristy krystal kurt kyle ' +
    'lakisha lamar lana lance larry latasha latoya laura lauren laurence laurie lawrence leah lee leigh lela leland lena leo leon leonard ' +
    'leroy leslie lester leticia levi lewis lily linda lindsay lindsey lionel lisa lloyd logan lois lola lonnie lora loren lorena lorenzo ' +
    'loretta lori lorraine louis louisa louise lucas lucia lucille lucy luis luisa luke lydia lyle lynda lynn lynne mabel madeline mae ' +
    'maggie malcolm malik mandy manuel marc marcella marcia marco marcos marcus margaret margarita margie maria mariah marian marianne ' +
    'maribel maricela marie marilyn marina mario marion marisa marisol marjorie mark marla marlene marlon marsha marshall martha martin ' +
    'martina marty marvin mary maryann mateo mathew matt matthew maureen maurice max maxine maya megan mei melanie melinda melissa ' +
    'melody melvin mercedes meredith michael micheal michele michelle miguel mike mildred miles milton mindy miranda miriam misty mitchell ' +
    'mohamed mohammad mohammed moira molly mona monica monique morgan moses muhammad muriel myra myrtle nadia nadine nancy naomi natalia ' +
    'natalie natasha nathan nathaniel neal neil nellie nelson nicholas nichole nick nicolas nicole nigel nikki nina nissa noah noel nolan nora ' +
    'norma norman olga oliver olivia omar ona opal ophelia orlando oscar otis owen pablo pam pamela pat patricia patrick patsy patti patty ' +
    'paul paula paulette pauline pearl pedro peggy penelope penny perry pete peter phil philip phillip phyllis pierre preston priscilla ' +
    'rachael rachel rafael ralph ramon ramona randall randy raquel raul ravi ray raymond rebecca regina reginald rene renee rex rhonda ' +
    'ricardo richard rick rickey ricky rita rob robert roberta roberto robin robyn rochelle roderick rodney rodolfo rogelio roger roland ' +
    'rolando roman ron ronald ronnie rosa rosalie rosalind rosario rose rosemarie rosemary ross roxanne roy ruben ruby rudolph rudy ' +
    'russell ruth ryan sabrina sadie sally salvador sam samantha samuel sandra sandy sanjay santiago santos sara sarah saul savannah scott ' +
    'sean sebastian sergio seth shana shane shannon shari sharon shaun shawn sheena sheila shelby sheldon shelia shelley shelly sheri ' +
    'sherri sherrie sherry sheryl shirley sidney silvia simon sofia sonia sonya sophia sophie spencer stacey stacie stacy stan stanley ' +
    'stefan stella stephanie stephen steve steven stewart stuart sue summer susan susanna susanne susie suzanne sylvester sylvia tabitha ' +
    'tamara tami tammy tanya tara tasha taylor ted terence teresa teri terrance terrell terrence terri terry thelma theodore theresa ' +
    'thomas tiffany tim timothy tina toby todd tom tomas tommy toni tonya tony tracey traci tracie tracy travis trent trevor tricia trina ' +
    'tristan troy tyler tyrone valerie vanessa velma vera vernon veronica vicki vickie vicky victor victoria vincent viola violet virgil ' +
    'virginia vivian wade wallace walter wanda warren wayne wendell wendy wesley whitney wilbur wilfred will willard william willie wilma ' +
    'winifred winston xavier yasmin yolanda yvette yvonne zachary zoe'
  ).split(' '),
);
